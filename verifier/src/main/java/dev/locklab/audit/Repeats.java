package dev.locklab.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts repeated runs of a strategy together. */
public final class Repeats {

  private Repeats() {}

  /**
   * One run for every strategy, in the order in which they first ran: the one of median pace, with
   * the worst grade and the gravest verdict that any of the repeats had, and why.
   */
  public static List<Judged> folded(List<Judged> runs) {
    Map<String, List<Judged>> byStrategy = new LinkedHashMap<>();
    for (Judged run : runs) {
      byStrategy.computeIfAbsent(run.spec().strategy(), none -> new ArrayList<>()).add(run);
    }
    return byStrategy.values().stream().map(Repeats::fold).toList();
  }

  private static Judged fold(List<Judged> repeats) {
    List<Judged> byPace = new ArrayList<>(repeats);
    byPace.sort(Comparator.comparingDouble(run -> run.findings().pace().updatesPerSecond()));
    Judged median = byPace.get((byPace.size() - 1) / 2);
    Findings worst =
        repeats.stream()
            .map(Judged::findings)
            .min(
                Comparator.comparingInt((Findings found) -> gravity(found.grade()))
                    .thenComparing(Findings::verdict))
            .orElse(median.findings());
    Findings m = median.findings();
    return new Judged(
        median.spec(),
        new Findings(
            worst.verdict(),
            worst.grade(),
            worst.gradeReason(),
            worst.findings(),
            m.outcomes(),
            m.busyAnswers(),
            m.resolvedApplied(),
            m.unaccounted(),
            m.money(),
            m.lineage(),
            m.pace(),
            m.cost(),
            worst.notices()));
  }

  private static int gravity(Grade grade) {
    return switch (grade) {
      case FAILED -> 0;
      case UNKNOWN -> 1;
      case INTERESTING -> 2;
      case OK -> 3;
      case LIMIT -> 4;
    };
  }
}
