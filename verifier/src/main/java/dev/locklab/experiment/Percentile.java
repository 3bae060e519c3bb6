package dev.locklab.experiment;

import dev.locklab.audit.Findings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The points of a distribution of times that are shown. */
public enum Percentile {
  P50("50 %"),
  P90("90 %"),
  P99("99 %"),
  P999("99.9 %"),
  MAX("max");

  private final String words;

  Percentile(String words) {
    this.words = words;
  }

  /** How many do not exceed it, in words. */
  public String words() {
    return words;
  }

  private long in(Findings.Times times) {
    return switch (this) {
      case P50 -> times.p50();
      case P90 -> times.p90();
      case P99 -> times.p99();
      case P999 -> times.p999();
      case MAX -> times.max();
    };
  }

  /**
   * Each of the percentiles, in nanoseconds, over the repeats of a cell that recorded anything;
   * empty if none did.
   */
  static List<Stat> of(Cell cell, Function<Findings, Findings.Times> which) {
    List<Findings.Times> recorded =
        cell.repeats().stream()
            .map(run -> which.apply(run.findings()))
            .filter(times -> times.count() > 0)
            .toList();
    List<Stat> stats = new ArrayList<>();
    for (Percentile percentile : values()) {
      Stat stat =
          Stat.of(
              recorded.stream().map(times -> BigDecimal.valueOf(percentile.in(times))).toList());
      if (stat != null) {
        stats.add(stat);
      }
    }
    return stats;
  }
}
