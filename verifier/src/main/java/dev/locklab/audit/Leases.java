package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.RunSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Tells stale writes that a lease excuses from those that nothing does. */
final class Leases {

  /** How many writes back the holder is looked for who was overtaken. */
  private static final int NEIGHBOURS = 4_096;

  private Leases() {}

  /**
   * How many stale writes came about because somebody outlived his lease: the stale writer himself,
   * or one of those whose writes he overwrote.
   */
  static long outlived(RunSpec spec, Iterable<Write> journal) {
    long lease = (spec.lease() == null ? RunSpec.WATCHDOG : spec.lease()).toNanos() / 1_000;
    long outlived = 0;
    Deque<Write> recent = new ArrayDeque<>();
    for (Write write : journal) {
      if (write.isStale()) {
        boolean excused = held(write) >= lease;
        for (Iterator<Write> latest = recent.descendingIterator(); latest.hasNext(); ) {
          Write before = latest.next();
          if (before.version() <= write.saw()) {
            break;
          }
          excused |= held(before) >= lease;
        }
        outlived += excused ? 1 : 0;
      }
      recent.addLast(write);
      if (recent.size() > NEIGHBOURS) {
        recent.removeFirst();
      }
    }
    return outlived;
  }

  private static long held(Write write) {
    Long acquiredAt = write.acquiredAt();
    return acquiredAt == null ? 0 : write.writtenAt() - acquiredAt;
  }
}
