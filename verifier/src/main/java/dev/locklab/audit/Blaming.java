package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how writes came to be lost. Times decide only as far as they can: those of one worker
 * are of one clock; those of two are held against each other beyond the uncertainty of both, and
 * not at all where one of the clocks was not measured.
 */
final class Blaming {

  /**
   * Without a lock nothing says when a write was done, but that one which was sent so long ago is
   * hardly under way any more.
   */
  private static final long LONG_AGO = TimeUnit.MILLISECONDS.toMicros(100);

  private static final ClockOffset OWN = ClockOffset.NONE;

  private final RunSpec spec;
  private final long surelyHeld;
  private final Map<String, ClockOffset> clocks;

  Blaming(RunSpec spec, List<Tally> tallies) {
    this.spec = spec;
    this.clocks = Evidence.clocks(tallies);
    this.surelyHeld = Leases.sure(spec);
  }

  /** How the clock of a write's worker stands to the server's; null where nobody measured it. */
  @Nullable ClockOffset clock(Write write) {
    return clocks.get(write.worker());
  }

  /**
   * How a write was lost.
   *
   * @param victim the lost one
   * @param culprit the surviving one that had not read it
   */
  Blame blame(Write victim, Write culprit) {
    boolean victimLate = Leases.outlived(spec, victim);
    boolean culpritLate = Leases.outlived(spec, culprit);
    if (!victimLate && !culpritLate) {
      victimLate = Leases.held(victim) >= surelyHeld;
      culpritLate = Leases.held(culprit) >= surelyHeld;
    }
    return new Blame(
        culprit,
        cause(victim, culprit, victimLate, culpritLate),
        gap(victim, culprit),
        clock(culprit),
        spec.heldFor(),
        victimLate,
        culpritLate);
  }

  private Cause cause(Write victim, Write culprit, boolean victimLate, boolean culpritLate) {
    if (victim.worker().equals(culprit.worker()) && victim.thread() == culprit.thread()) {
      return Cause.OWN_WRITE;
    }
    Long granted = culprit.acquiredAt();
    Long victimGranted = victim.acquiredAt();
    if (granted != null && culprit.readAt() > 0 && culprit.readAt() < granted) {
      return Cause.READ_BEFORE_GRANT;
    }
    Long gap = gap(victim, culprit);
    if (granted == null || victimGranted == null) {
      return gap != null && gap > LONG_AGO ? Cause.OLD_READ : Cause.NO_LOCK;
    }
    if (gap != null) {
      return Cause.OLD_READ;
    }
    boolean victimsLease =
        victimLate && !isBefore(culprit, granted, victim, victimGranted + surelyHeld);
    boolean culpritsLease =
        culpritLate && !isBefore(victim, victimGranted, culprit, granted + surelyHeld);
    if (victimsLease || culpritsLease) {
      return Cause.LEASE_OVER;
    }
    return isBefore(culprit, granted, victim, victim.writtenAt()) ? Cause.TWO_INSIDE : Cause.UNTOLD;
  }

  /** For how long the victim had been sent when the culprit came; null unless it surely had. */
  private @Nullable Long gap(Write victim, Write culprit) {
    Long granted = culprit.acquiredAt();
    long since = granted == null ? culprit.readAt() : granted;
    return isBefore(victim, victim.writtenAt(), culprit, since)
        ? clockOf(culprit, victim).toServer(since)
            - clockOf(victim, culprit).toServer(victim.writtenAt())
        : null;
  }

  /** Whether one worker's time is sure to be before another's. */
  private boolean isBefore(Write one, long time, Write other, long otherTime) {
    boolean known = time > 0 && otherTime > 0;
    boolean comparable =
        one.worker().equals(other.worker()) || (clock(one) != null && clock(other) != null);
    return known
        && comparable
        && clockOf(one, other).latest(time) < clockOf(other, one).earliest(otherTime);
  }

  /** A worker's clock as held against another's: to itself it needs no setting right. */
  private ClockOffset clockOf(Write write, Write other) {
    ClockOffset clock = clock(write);
    return clock == null || write.worker().equals(other.worker()) ? OWN : clock;
  }
}
