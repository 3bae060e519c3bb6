package dev.locklab.report;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.run.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs side by side, one a line. A column in which nobody has anything vanishes. */
public final class Table {

  private static final int WIDTH = 120;
  private static final String NOTHING = "-";

  /**
   * A column.
   *
   * @param cell what a run has in it; null for nothing
   */
  private record Column(String title, boolean left, Function<Judged, @Nullable String> cell) {}

  private static final Column STRATEGY = left("strategy", run -> run.spec().strategy());

  /** What became of the updates. */
  private static final List<Column> FATE =
      List.of(
          STRATEGY,
          left("promise", run -> run.spec().promise().shortWords()),
          left("grade", run -> run.findings().grade().name()),
          right("applied", run -> Amounts.plain(run.findings().applied())),
          right("busy", run -> present(run.findings().count(Outcome.BUSY))),
          right("refused", run -> present(run.findings().count(Outcome.REFUSED))),
          right("failed", run -> present(run.findings().count(Outcome.FAILED))),
          right("unknown", run -> present(run.findings().count(Outcome.UNKNOWN))),
          right("stale", run -> lineage(run, Findings.Lineage::stale)),
          right("lost", run -> lineage(run, Findings.Lineage::lost)),
          right(
              "expected",
              run -> isLimit(run) ? null : Amounts.plain(run.findings().money().expected())),
          right("final", run -> isLimit(run) ? null : plain(run.findings().money().found())),
          right("drift", run -> isLimit(run) ? null : drift(run)));

  /** What it cost. */
  private static final List<Column> PRICE =
      List.of(
          STRATEGY,
          right("upd/s", run -> rate(run.findings().pace().updatesPerSecond())),
          right("wait p50", run -> time(run.findings().pace().waits(), Findings.Times::p50)),
          right("p99", run -> time(run.findings().pace().waits(), Findings.Times::p99)),
          right("max", run -> time(run.findings().pace().waits(), Findings.Times::max)),
          right("Jain", run -> String.format(Locale.ROOT, "%.2f", run.findings().pace().jain())),
          right("req/upd", run -> figure(run.findings().cost().requests())),
          right("alone", run -> figure(run.findings().cost().alone())),
          right("cmd/upd", run -> figure(run.findings().cost().commands())),
          right("cpu/upd", run -> nanos(run.findings().cost().cpuNanos())),
          right("hand-off", run -> time(run.findings().cost().handOffs(), Findings.Times::p50)),
          right("p99", run -> time(run.findings().cost().handOffs(), Findings.Times::p99)));

  private Table() {}

  /**
   * The table, a line a run and one for the titles; or two, with a title each, where one would be
   * too wide. Limits stand last, below a line.
   */
  public static List<String> of(List<Judged> all) {
    List<Judged> runs = new ArrayList<>(all);
    runs.sort(Comparator.comparing(Table::isLimit));
    List<Column> both = new ArrayList<>(FATE);
    both.addAll(PRICE.subList(1, PRICE.size()));
    List<String> whole = of(runs, both);
    if (whole.stream().allMatch(line -> line.length() <= WIDTH)) {
      return whole;
    }
    List<String> lines = new ArrayList<>();
    lines.add("What became of the updates");
    lines.addAll(of(runs, FATE));
    lines.add("");
    lines.add("What it cost");
    lines.addAll(of(runs, PRICE));
    return lines;
  }

  private static boolean isLimit(Judged run) {
    return run.spec().promise() == Promise.LIMIT;
  }

  private static List<String> of(List<Judged> runs, List<Column> columns) {
    List<Column> shown = new ArrayList<>();
    List<List<String>> cells = new ArrayList<>();
    for (Column column : columns) {
      List<@Nullable String> found = runs.stream().map(column.cell()).toList();
      if (found.stream().anyMatch(cell -> cell != null)) {
        shown.add(column);
        List<String> filled = new ArrayList<>();
        filled.add(column.title());
        found.forEach(cell -> filled.add(cell == null ? NOTHING : cell));
        cells.add(filled);
      }
    }
    int[] widths =
        cells.stream()
            .mapToInt(column -> column.stream().mapToInt(String::length).max().orElse(0))
            .toArray();
    int narrow = java.util.Arrays.stream(widths).sum();
    String gap = narrow + 2 * (widths.length - 1) <= WIDTH ? "  " : " ";
    List<String> lines = new ArrayList<>();
    for (int row = 0; row <= runs.size(); row++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = shown.get(i).left() ? "-" : "";
        line.append(i == 0 ? "" : gap)
            .append(String.format("%" + pad + widths[i] + "s", cells.get(i).get(row)));
      }
      lines.add(line.toString().stripTrailing());
    }
    int strategies = (int) runs.stream().filter(run -> !isLimit(run)).count();
    if (strategies > 0 && strategies < runs.size()) {
      int width = lines.stream().mapToInt(String::length).max().orElse(0);
      lines.add(strategies + 1, "-".repeat(width));
    }
    return lines;
  }

  private static Column left(String title, Function<Judged, @Nullable String> cell) {
    return new Column(title, true, cell);
  }

  private static Column right(String title, Function<Judged, @Nullable String> cell) {
    return new Column(title, false, cell);
  }

  private static @Nullable String figure(@Nullable Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%,.1f", value);
  }

  private static @Nullable String nanos(@Nullable Double value) {
    return value == null ? null : Times.of(Math.round(value));
  }

  private static @Nullable String present(long count) {
    return count == 0 ? null : Amounts.plain(count);
  }

  private static @Nullable String plain(@Nullable Long amount) {
    return amount == null ? null : Amounts.plain(amount);
  }

  private static @Nullable String lineage(
      Judged run, java.util.function.ToLongFunction<Findings.Lineage> which) {
    Findings.Lineage lineage = run.findings().lineage();
    return lineage == null ? null : Amounts.plain(which.applyAsLong(lineage));
  }

  private static @Nullable String drift(Judged run) {
    java.math.BigInteger drift = run.findings().money().drift();
    return drift == null ? null : Amounts.signed(drift);
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%,.1f" : "%,.0f", perSecond);
  }

  private static @Nullable String time(
      Findings.Times times, java.util.function.ToLongFunction<Findings.Times> which) {
    return times.count() == 0 ? null : Times.of(which.applyAsLong(times));
  }
}
