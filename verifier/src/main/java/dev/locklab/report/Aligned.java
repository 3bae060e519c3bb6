package dev.locklab.report;

import java.util.List;
import java.util.Locale;

/** Rows of words as a table without lines. */
final class Aligned {

  private Aligned() {}

  /**
   * Rows with each column as wide as what is in it.
   *
   * @param rows as long as each other
   */
  static List<String> lines(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream()
        .map(
            row -> {
              StringBuilder line = new StringBuilder();
              for (int i = 0; i < widths.length; i++) {
                line.append(i == 0 ? "" : "  ")
                    // Text may be empty, which no format takes as a width.
                    .append(
                        String.format(
                            Locale.ROOT, "%-" + Math.max(1, widths[i]) + "s", row.get(i)));
              }
              return line.toString().stripTrailing();
            })
        .toList();
  }
}
