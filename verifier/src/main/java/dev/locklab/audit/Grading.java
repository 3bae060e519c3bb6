package dev.locklab.audit;

import dev.locklab.run.Effect;
import dev.locklab.run.Injection;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a verdict against a promise. */
record Grading(Grade grade, String reason) {

  /** Below this share of time in which threads could race, a right balance proves nothing. */
  private static final double OVERLAP = 0.1;

  static Grading of(
      RunSpec spec,
      @Nullable Injection injection,
      Verdict verdict,
      Findings.@Nullable Lineage lineage,
      boolean excused,
      boolean undone,
      Findings.Pace pace,
      List<Tally> tallies) {
    if (spec.promise() == Promise.LIMIT) {
      return new Grading(Grade.LIMIT, "it is a limit to compare with, no strategy");
    }
    if (injection != null && injection.bitten() == null) {
      return new Grading(
          Grade.UNKNOWN,
          "the fault did not bite"
              + (injection.unbitten() == null ? "" : ": " + injection.unbitten()));
    }
    return switch (verdict) {
      case UNEXPLAINED, STORE_LOST_WRITES, STALLED -> undecided(verdict);
      case INDETERMINATE ->
          undone
              ? new Grading(
                  Grade.UNKNOWN,
                  (applied(lineage, tallies) == 0
                          ? "no update was applied"
                          : "work was left undone")
                      + ", so nothing was proved")
              : undecided(verdict);
      case DUPLICATE_APPLY, PAID_TWICE, NOT_PAID, LOST_UPDATES, MUTEX_VIOLATED ->
          broken(spec, injection, verdict, excused);
      case CONSISTENT -> kept(spec, lineage, pace, tallies);
    };
  }

  private static Grading undecided(Verdict verdict) {
    return new Grading(Grade.UNKNOWN, "the evidence does not decide: " + verdict.words());
  }

  /**
   * @param excused whether whatever went wrong came of a holder that had outlived its lease
   */
  private static Grading broken(
      RunSpec spec, @Nullable Injection injection, Verdict verdict, boolean excused) {
    if (spec.promise() == Promise.NONE) {
      return new Grading(Grade.INTERESTING, verdict.words() + ", and nothing else was promised");
    }
    if (!Effect.LEASE_OUTLIVED.isCoveredBy(spec.promise())
        && verdict != Verdict.DUPLICATE_APPLY
        && excused) {
      return new Grading(
          Grade.INTERESTING, verdict.words() + ", each after a holder had outlived its lease");
    }
    if (verdict == Verdict.PAID_TWICE
        && excused
        && spec.promise() == Promise.FENCED
        && spec.workload().rail() == Workload.Rail.PLAIN) {
      return new Grading(
          Grade.INTERESTING,
          verdict.words()
              + ": the store refuses a stale holder, and the rail did not look at its token");
    }
    List<Effect> uncovered =
        injection == null || verdict == Verdict.DUPLICATE_APPLY
            ? List.of()
            : injection.effects().stream()
                .filter(effect -> effect != Effect.LEASE_OUTLIVED)
                .filter(effect -> !effect.isCoveredBy(spec.promise()))
                .toList();
    if (!uncovered.isEmpty()) {
      return new Grading(
          Grade.INTERESTING,
          "%s, after %s, which its promise does not cover: %s"
              .formatted(verdict.words(), uncovered.get(0).words(), spec.promise().words()));
    }
    return new Grading(
        Grade.FAILED, verdict.words() + ", though it promised: " + spec.promise().words());
  }

  private static Grading kept(
      RunSpec spec, Findings.@Nullable Lineage lineage, Findings.Pace pace, List<Tally> tallies) {
    if (applied(lineage, tallies) == 0) {
      return new Grading(Grade.UNKNOWN, "no update was applied, so nothing was proved");
    }
    if (spec.workload().allThreads() < 2) {
      return new Grading(Grade.UNKNOWN, "a single thread has nobody to race with");
    }
    // Where threads are led from gate to gate, time says nothing.
    boolean free = spec.workload().pacing() != Workload.Pacing.GATED;
    Double overlap = pace.overlap();
    if (free && overlap != null && overlap < OVERLAP) {
      return new Grading(
          Grade.UNKNOWN,
          "two threads were at work at the same time for only %s of the time, so nothing was proved"
              .formatted(Amounts.percent(overlap)));
    }
    if (free && overlap == null && tallies.isEmpty()) {
      return new Grading(
          Grade.UNKNOWN, "no worker lived to tell when it was at work, so nothing was proved");
    }
    return spec.promise() == Promise.NONE
        ? new Grading(Grade.OK, "nothing was lost this time, though nothing was promised")
        : new Grading(Grade.OK, "promise kept: " + spec.promise().words());
  }

  private static long applied(Findings.@Nullable Lineage lineage, List<Tally> tallies) {
    return lineage == null
        ? tallies.stream().mapToLong(tally -> tally.applied().count()).sum()
        : lineage.writes();
  }
}
