package dev.locklab.audit;

import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a verdict against a promise. */
record Grading(Grade grade, String reason) {

  /** Below this share of contended time a right balance proves nothing. */
  private static final double CONTENDED = 0.1;

  static Grading of(
      RunSpec spec,
      Verdict verdict,
      Findings.@Nullable Lineage lineage,
      long excused,
      Findings.Pace pace,
      List<Tally> tallies) {
    if (spec.promise() == Promise.LIMIT) {
      return new Grading(Grade.LIMIT, "it is a limit to compare with, no strategy");
    }
    return switch (verdict) {
      case UNEXPLAINED, STORE_LOST_WRITES, INDETERMINATE, STALLED ->
          new Grading(Grade.UNKNOWN, "the evidence does not decide: " + verdict.words());
      case DUPLICATE_APPLY, LOST_UPDATES, MUTEX_VIOLATED -> broken(spec, verdict, lineage, excused);
      case CONSISTENT -> kept(spec, lineage, pace, tallies);
    };
  }

  private static Grading broken(
      RunSpec spec, Verdict verdict, Findings.@Nullable Lineage lineage, long excused) {
    if (spec.promise() == Promise.NONE) {
      return new Grading(Grade.INTERESTING, verdict.words() + ", and nothing else was promised");
    }
    if (spec.promise() == Promise.WHILE_LEASE_HELD
        && verdict == Verdict.LOST_UPDATES
        && lineage != null
        && excused >= lineage.stale()) {
      return new Grading(
          Grade.INTERESTING, "updates were lost, each after a holder had outlived its lease");
    }
    return new Grading(
        Grade.FAILED, verdict.words() + ", though it promised: " + spec.promise().words());
  }

  private static Grading kept(
      RunSpec spec, Findings.@Nullable Lineage lineage, Findings.Pace pace, List<Tally> tallies) {
    long applied =
        lineage == null
            ? tallies.stream().mapToLong(tally -> tally.applied().count()).sum()
            : lineage.writes();
    if (applied == 0) {
      return new Grading(Grade.UNKNOWN, "no update was applied, so nothing was proved");
    }
    if (spec.workers() * spec.threads() < 2) {
      return new Grading(Grade.UNKNOWN, "a single thread has nobody to race with");
    }
    // Where threads are led from gate to gate, time says nothing.
    boolean free = spec.pacing() != RunSpec.Pacing.GATED;
    boolean timed = tallies.isEmpty() || tallies.stream().anyMatch(tally -> tally.startedAt() > 0);
    if (free && timed && pace.contended() < CONTENDED) {
      return new Grading(Grade.UNKNOWN, "the workers hardly overlapped, so nothing was proved");
    }
    return spec.promise() == Promise.NONE
        ? new Grading(Grade.OK, "nothing was lost this time, though nothing was promised")
        : new Grading(Grade.OK, "promise kept: " + spec.promise().words());
  }
}
