package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work that was asked for and not done. A lock that never lets anybody in loses nothing; that is no
 * merit of it.
 *
 * <p>Nobody is blamed for an update that was given up because the lock was taken, where the run
 * said so, nor for one that the store refused to a stale holder: both are what was asked for. Nor
 * for what somebody ended before its time, nor in a run in which the lab broke something. Where
 * nothing at all was applied, nothing excuses.
 */
final class Unfinished {

  private static final int CAUSES = 3;

  private final RunSpec spec;
  private final Evidence evidence;
  private final Map<Outcome, Long> outcomes;
  private final long applied;
  private final long resolved;

  /**
   * @param applied updates applied, whoever knows of it
   * @param resolved those of them that had got no reply
   */
  Unfinished(Evidence evidence, Map<Outcome, Long> outcomes, long applied, long resolved) {
    this.spec = evidence.spec();
    this.evidence = evidence;
    this.outcomes = outcomes;
    this.applied = applied;
    this.resolved = resolved;
  }

  /** What was left undone, with what is known of the reason; none if nothing was. */
  List<Finding> findings() {
    if (evidence.ending().stalled() || evidence.ending().endedByChoice()) {
      return List.of();
    }
    String what = applied + open() == 0 ? "no update was applied" : broken() ? null : undone();
    return what == null ? List.of() : List.of(new Finding(Verdict.INDETERMINATE, what + reasons()));
  }

  /** Whether the lab itself saw to it that not everybody could do all. */
  private boolean broken() {
    return evidence.ending().injection() != null;
  }

  private @Nullable String undone() {
    long planned = spec.workload().quota();
    if (planned == Long.MAX_VALUE) {
      List<String> early = earlyLeavers();
      return early.isEmpty()
          ? null
          : "work was left undone: %s stopped before the time was over"
              .formatted(Sentences.some(early));
    }
    long settled = applied + byChoice();
    return settled >= planned
        ? null
        : "%s of %s that %s asked for %s not applied"
            .formatted(
                Amounts.plain(planned - settled),
                Amounts.count(planned, "update"),
                planned == 1 ? "was" : "were",
                planned - settled == 1 ? "was" : "were");
  }

  /** Updates whose fate was what the settings had asked for, though they were not applied. */
  private long byChoice() {
    long given = spec.workload().onBusy() == Workload.OnBusy.SKIP ? count(Outcome.BUSY) : 0;
    return given + count(Outcome.REFUSED) + open();
  }

  /** Updates without reply that may have been applied, there being no journal to say so. */
  private long open() {
    return spec.workload().journal() ? 0 : count(Outcome.UNKNOWN);
  }

  private String reasons() {
    List<String> reasons = new ArrayList<>();
    count(reasons, count(Outcome.BUSY), "found the lock taken");
    count(reasons, count(Outcome.REFUSED), "refused");
    count(reasons, count(Outcome.FAILED), "failed");
    count(reasons, count(Outcome.UNKNOWN) - resolved, "without a reply");
    if (!evidence.ending().dead().isEmpty()) {
      reasons.add(Sentences.some(evidence.ending().dead()) + " died");
    }
    reasons.addAll(causes());
    return reasons.isEmpty() ? "" : ": " + String.join(", ", reasons);
  }

  private static void count(List<String> reasons, long count, String what) {
    if (count > 0) {
      reasons.add(Amounts.plain(count) + " " + what);
    }
  }

  /** What the workers said of it, the most frequent first, in their own words. */
  private List<String> causes() {
    Map<String, Long> troubles = new HashMap<>();
    Set<String> causes = new LinkedHashSet<>();
    for (Tally tally : evidence.tallies()) {
      tally.troubles().forEach((what, times) -> troubles.merge(what, times, Long::sum));
    }
    troubles.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(CAUSES)
        .forEach(trouble -> causes.add("\"" + trouble.getKey() + "\""));
    for (Tally tally : evidence.tallies()) {
      String why = tally.gaveUp();
      if (why != null && causes.size() < CAUSES && !troubles.containsKey(why)) {
        causes.add("\"" + why + "\"");
      }
    }
    return List.copyOf(causes);
  }

  private List<String> earlyLeavers() {
    return evidence.tallies().stream()
        .filter(tally -> tally.gaveUp() != null)
        .map(tally -> tally.worker() + "#" + tally.thread())
        .toList();
  }

  private long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }
}
