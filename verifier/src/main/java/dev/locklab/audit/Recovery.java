package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Injection;
import dev.locklab.run.Promise;
import dev.locklab.run.Tally;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long it took, after a fault, until the lock was had again: from the moment at which it could
 * be had to the next grant that led to a write. Clocks are corrected by their measured offsets.
 */
final class Recovery implements Rule {

  private static final long NANOS = 1_000;

  private final Evidence evidence;
  private final @Nullable Long available;
  private @Nullable Long first;
  private long latest = Long.MIN_VALUE;
  private boolean isEmpty = true;
  private boolean locked;
  private boolean untimed;

  Recovery(Evidence evidence) {
    Injection injection = evidence.ending().injection();
    this.evidence = evidence;
    this.available = injection == null ? null : injection.available();
  }

  @Override
  public void write(Write write, WriterThreads.Writer writer) {
    isEmpty = false;
    Long acquiredAt = write.acquiredAt();
    ClockOffset clock = writer.clock;
    locked |= acquiredAt != null;
    untimed |= acquiredAt != null && clock == null;
    if (clock != null) {
      latest = Math.max(latest, clock.toServer(write.writtenAt()));
    }
    if (available == null || acquiredAt == null || clock == null) {
      return;
    }
    long granted = clock.toServer(acquiredAt);
    if (granted >= available && (first == null || granted < first)) {
      first = granted;
    }
  }

  /**
   * Absent where nothing kept anybody from the lock, where there is none, or where clocks do not
   * tell.
   */
  Findings.@Nullable RecoveryTime time() {
    Long since = available;
    Long granted = first;
    if (since == null) {
      return null;
    }
    if (granted != null) {
      return new Findings.RecoveryTime((granted - since) * NANOS, true);
    }
    long until = waitedUntil();
    return isLocked() && !untimed && until > since
        ? new Findings.RecoveryTime((until - since) * NANOS, false)
        : null;
  }

  /** Where nobody wrote, only the promise tells whether there is a lock. */
  private boolean isLocked() {
    Promise promise = evidence.spec().promise();
    return isEmpty ? promise == Promise.WHILE_LEASE_HELD || promise == Promise.FENCED : locked;
  }

  /** The last moment of which something is known; a run that stalls was looked at for longer. */
  private long waitedUntil() {
    long until = latest;
    for (Tally tally : evidence.tallies()) {
      ClockOffset clock = tally.clock();
      if (clock != null && tally.endedAt() > 0) {
        until = Math.max(until, clock.toServer(tally.endedAt()));
      }
    }
    Injection injection = evidence.ending().injection();
    if (injection != null) {
      for (Injection.Event event : injection.events()) {
        until = Math.max(until, event.at());
      }
    }
    Duration patience = evidence.spec().workload().patience();
    return evidence.ending().stalled() ? until + patience.toNanos() / NANOS : until;
  }
}
