package dev.locklab.report;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Finding;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Outcomes;
import dev.locklab.audit.Outcomes.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows what the rounds of a run came to. */
public final class OutcomeTable {

  private static final double SMALLEST = 0.01;
  private static final int WIDTH = 120;
  private static final int MOST_ROWS = 24;

  private OutcomeTable() {}

  /** The table, the verdict and the grade. */
  public static List<String> of(Outcomes outcomes) {
    List<String> lines = new ArrayList<>();
    lines.add(row("outcome", "rounds", "share", "expectation", "how it came about"));
    List<Row> rows = outcomes.rows();
    for (Row row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
      lines.add(
          row(
              Amounts.signed(row.sum()),
              Amounts.plain(row.count()),
              share(row.count(), outcomes.rounds()),
              row.expectation().name(),
              row.how()));
    }
    if (rows.size() > MOST_ROWS) {
      lines.add("  and " + Amounts.plain(rows.size() - MOST_ROWS) + " more outcomes");
    }
    Integer reachable = outcomes.reachable();
    long amounts = rows.stream().map(Row::sum).distinct().count();
    if (reachable == null) {
      lines.add("  Lost updates could make more amounts than are worth listing.");
    } else if (reachable > amounts) {
      lines.add(
          "  Lost updates could make %s amounts; those that did not occur are not listed."
              .formatted(Amounts.plain(reachable)));
    }
    lines.add("");
    Findings findings = outcomes.run().findings();
    for (Finding finding : findings.findings()) {
      lines.add("  " + finding.verdict() + ": " + finding.sentence() + ".");
    }
    findings.notices().forEach(notice -> lines.add("  note: " + notice));
    lines.add("Grade: " + findings.grade() + ", " + findings.gradeReason() + ".");
    return lines;
  }

  /** A share that is neither nothing nor all never looks like it. */
  static String share(long count, long all) {
    if (count == 0 || all == 0) {
      return "0%";
    }
    double percent = 100.0 * count / all;
    if (percent < SMALLEST) {
      return "<0.01%";
    }
    if (count < all && percent > 100 - SMALLEST) {
      return ">99.99%";
    }
    String digits = percent < 1 ? "%.2f%%" : percent < 10 ? "%.1f%%" : "%.0f%%";
    String text = String.format(Locale.ROOT, digits, percent);
    return count < all && text.equals("100%")
        ? String.format(Locale.ROOT, "%.2f%%", percent)
        : text;
  }

  private static String row(
      String outcome, String rounds, String share, String expectation, String how) {
    String line =
        String.format("  %8s  %8s  %7s  %-11s  %s", outcome, rounds, share, expectation, how);
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
  }
}
