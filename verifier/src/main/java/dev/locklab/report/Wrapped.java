package dev.locklab.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks long sentences for the terminal. */
final class Wrapped {

  private Wrapped() {}

  /** The words in lines of that width at the most; the second and later ones are indented. */
  static List<String> at(int width, String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(" ");
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
