package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.RunSpec;
import java.util.concurrent.TimeUnit;

/** Tells stale writes that a lease excuses from those that nothing does. */
final class Leases implements Rule {

  /**
   * A server counts a lease from when it grants it (ShedLock even from when it was asked for), its
   * holder from when he hears of it: a lease may be over by so much before its holder's clock says
   * so, but by no more than a part of it. On a machine with more to do than it has processors for,
   * 350 ms were seen between the two, and what is in doubt is not laid at a lock's door.
   */
  private static final long GRANT_UNDER_WAY = TimeUnit.MILLISECONDS.toMicros(500);

  private final long sure;
  private long outlived;
  private long latestOutlived;

  Leases(RunSpec spec) {
    this.sure = sure(spec);
  }

  @Override
  public void write(Write write, WriterThreads.Writer writer) {
    boolean late = isLate(write);
    // A write between the one it saw and itself was overwritten by it.
    if (write.isStale() && (late || latestOutlived > write.saw())) {
      outlived++;
    }
    if (late) {
      latestOutlived = write.version();
    }
  }

  /** Whether a write was sent when its holder's lease may have ended. */
  boolean isLate(Write write) {
    return held(write) >= sure;
  }

  /**
   * How many stale writes came about because somebody outlived his lease: the stale writer himself,
   * or one of those whose writes he overwrote.
   */
  long outlived() {
    return outlived;
  }

  /** Whether a write was sent after its holder's lease had ended, by the holder's own clock. */
  static boolean outlived(RunSpec spec, Write write) {
    return held(write) >= whole(spec);
  }

  /** For how long the lock was held when the write was sent, microseconds; 0 without a lock. */
  static long held(Write write) {
    Long acquiredAt = write.acquiredAt();
    return acquiredAt == null ? 0 : write.writtenAt() - acquiredAt;
  }

  /**
   * For how long after a grant its holder can be sure that the lock is his, microseconds by his own
   * clock.
   */
  static long sure(RunSpec spec) {
    long lease = whole(spec);
    return lease - Math.min(GRANT_UNDER_WAY, lease / 2);
  }

  private static long whole(RunSpec spec) {
    return TimeUnit.NANOSECONDS.toMicros(spec.heldFor().toNanos());
  }
}
