package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Tally;

/**
 * When one thread was at work and what came of it.
 *
 * @param worker whose thread
 * @param start epoch microseconds, server's clock where it is {@code measured}; 0 or less where
 *     nobody knows
 * @param end likewise; above {@code start}
 * @param applied updates applied
 * @param measured whether it is known how its clock stands to the server's
 */
record ActiveInterval(String worker, long start, long end, long applied, boolean measured) {

  static ActiveInterval of(Tally tally) {
    ClockOffset clock = tally.clock();
    ClockOffset known = clock == null ? ClockOffset.NONE : clock;
    long start = known.toServer(tally.startedAt());
    return new ActiveInterval(
        tally.worker(),
        tally.startedAt() > 0 ? start : 0,
        Math.max(start + 1, known.toServer(tally.endedAt())),
        tally.applied().count(),
        clock != null);
  }

  /** Of a thread that handed in no tally; from one of its writes. */
  static ActiveInterval of(Write write) {
    return new ActiveInterval(
        write.worker(), write.readAt(), Math.max(write.readAt() + 1, write.writtenAt()), 1, false);
  }

  /** Whether anybody knows when it was. */
  boolean isTimed() {
    return start > 0;
  }

  /** Both together, the worker being this one's. */
  ActiveInterval and(ActiveInterval other) {
    return new ActiveInterval(
        worker,
        Math.min(start, other.start),
        Math.max(end, other.end),
        applied + other.applied,
        measured && other.measured);
  }
}
