package dev.locklab.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks lines that are too long for where they are shown. */
public final class Wrapped {

  /** How many columns a report takes where nobody knows how many there are. */
  public static final int WIDTH = 120;

  /** By what the second and later lines of a sentence are indented at the least. */
  private static final int HANGING = 2;

  private Wrapped() {}

  /**
   * The same lines with those that are too long broken between words; what follows is indented as
   * they are. A word that is too long by itself stays whole.
   */
  public static List<String> lines(int width, List<String> lines) {
    List<String> wrapped = new ArrayList<>();
    for (String line : lines) {
      if (line.length() <= width) {
        wrapped.add(line);
      } else {
        wrap(width, line, wrapped);
      }
    }
    return wrapped;
  }

  private static void wrap(int width, String sentence, List<String> lines) {
    int indent = sentence.length() - sentence.stripLeading().length();
    String margin = " ".repeat(Math.max(indent, HANGING));
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    boolean empty = true;
    for (String word : sentence.strip().split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > width) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(margin);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
  }
}
