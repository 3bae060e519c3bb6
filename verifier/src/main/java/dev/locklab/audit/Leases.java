package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.RunSpec;
import java.time.Duration;

/** Tells stale writes that a lease excuses from those that nothing does. */
final class Leases implements Rule {

  private final long lease;
  private long outlived;
  private long latestOutlived;

  Leases(RunSpec spec) {
    this.lease = micros(spec);
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

  /** Whether a write was sent after its holder's lease had ended. */
  boolean isLate(Write write) {
    return held(write) >= lease;
  }

  /**
   * How many stale writes came about because somebody outlived his lease: the stale writer himself,
   * or one of those whose writes he overwrote.
   */
  long outlived() {
    return outlived;
  }

  /** Whether a write was sent after its holder's lease had ended. */
  static boolean outlived(RunSpec spec, Write write) {
    return held(write) >= micros(spec);
  }

  /** For how long the lock was held when the write was sent, microseconds; 0 without a lock. */
  static long held(Write write) {
    Long acquiredAt = write.acquiredAt();
    return acquiredAt == null ? 0 : write.writtenAt() - acquiredAt;
  }

  private static long micros(RunSpec spec) {
    Duration held = spec.heldFor();
    return held.toNanos() / 1_000;
  }
}
