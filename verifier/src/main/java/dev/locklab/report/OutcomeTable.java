package dev.locklab.report;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Finding;
import dev.locklab.audit.Findings;
import dev.locklab.interleaving.Outcomes;
import dev.locklab.interleaving.Outcomes.Row;
import dev.locklab.run.Durations;
import dev.locklab.run.RunSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows what the rounds of a run came to. */
public final class OutcomeTable {

  private static final double SMALLEST = 0.01;
  private static final int MOST_ROWS = 24;

  private static final int MOST_AMOUNTS = 4;

  private static final List<Sheet.Column> COLUMNS =
      List.of(
          new Sheet.Column("outcome", "by how much the balance changed in a round", "units"),
          new Sheet.Column("rounds", "in how many rounds", "count"),
          new Sheet.Column("share", "of all rounds", "share"),
          new Sheet.Column("expectation", "what is to be thought of it", null),
          new Sheet.Column("how", "how it came about", null));

  private OutcomeTable() {}

  /** The table, the verdict and the grade. */
  public static Sheet of(Outcomes outcomes) {
    List<String> sentences = new ArrayList<>(reachable(outcomes));
    sentences.addAll(conclusion(outcomes.run().findings()));
    return new Sheet(
        "outcomes",
        title(outcomes),
        COLUMNS,
        outcomes.rows().stream().map(row -> cells(row, outcomes.rounds())).toList(),
        sentences,
        text(outcomes),
        List.of(outcomes.run()));
  }

  private static String title(Outcomes outcomes) {
    RunSpec spec = outcomes.run().spec();
    List<String> amounts = new ArrayList<>();
    for (int worker = 0;
        worker < spec.workload().workers() && amounts.size() < MOST_AMOUNTS;
        worker++) {
      amounts.add(Amounts.signed(spec.workload().delta(worker, 0, 0)));
    }
    return "Redis Lock Lab: %s, %s of %s%s at once, %s x %s, think %s"
        .formatted(
            spec.strategy(),
            Amounts.count(outcomes.rounds(), "round"),
            String.join(" and ", amounts),
            spec.workload().allThreads() > amounts.size() ? " and so on" : "",
            Amounts.count(spec.workload().workers(), "worker JVM"),
            Amounts.count(spec.workload().threads(), "thread"),
            Durations.format(spec.workload().think()));
  }

  private static List<@Nullable Object> cells(Row row, long rounds) {
    double share = rounds == 0 ? 0 : (double) row.count() / rounds;
    return Arrays.asList(row.sum(), row.count(), share, row.expectation().name(), row.how());
  }

  private static List<String> text(Outcomes outcomes) {
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
    reachable(outcomes).forEach(sentence -> lines.add("  " + sentence));
    lines.add("");
    List<String> conclusion = conclusion(outcomes.run().findings());
    int last = conclusion.size() - 1;
    conclusion.subList(0, last).forEach(sentence -> lines.add("  " + sentence));
    lines.add(conclusion.get(last));
    return lines;
  }

  /** What could have come out besides, if that is worth saying. */
  private static List<String> reachable(Outcomes outcomes) {
    Integer reachable = outcomes.reachable();
    if (reachable == null) {
      return List.of("Lost updates could make more amounts than are worth listing.");
    }
    return reachable > outcomes.rows().stream().map(Row::sum).distinct().count()
        ? List.of(
            "Lost updates could make %s amounts; those that did not occur are not listed."
                .formatted(Amounts.plain(reachable)))
        : List.of();
  }

  /** What the audit found, and the grade. */
  static List<String> conclusion(Findings findings) {
    List<String> sentences = new ArrayList<>();
    for (Finding finding : findings.findings()) {
      sentences.add(finding.verdict() + ": " + finding.sentence() + ".");
    }
    findings.notices().forEach(notice -> sentences.add("note: " + notice));
    sentences.add("Grade: " + findings.grade() + ", " + findings.gradeReason() + ".");
    return sentences;
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
    return String.format(
        Locale.ROOT, "  %8s  %8s  %7s  %-11s  %s", outcome, rounds, share, expectation, how);
  }
}
