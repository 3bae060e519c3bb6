package dev.locklab.report;

import java.util.ArrayList;
import java.util.List;

/** Fits sentences into the width of a terminal. */
final class Lines {

  /** How many columns a report takes at the most. */
  static final int WIDTH = 120;

  private Lines() {}

  /** A sentence, broken between words where it is too long; every line begins with the indent. */
  static List<String> wrapped(String indent, String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    for (String word : sentence.split(" ", -1)) {
      boolean empty = line.length() == indent.length();
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
