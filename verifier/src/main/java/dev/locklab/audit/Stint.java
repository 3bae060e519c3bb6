package dev.locklab.audit;

import dev.locklab.run.Tally;

/**
 * When one thread was at work and what came of it.
 *
 * @param worker whose thread
 * @param start epoch microseconds, server's clock as far as it is known
 * @param end likewise; above {@code start}
 * @param applied updates applied
 */
record Stint(String worker, long start, long end, long applied) {

  static Stint of(Tally tally) {
    long start = tally.startedAt() + tally.clockOffset();
    return new Stint(
        tally.worker(),
        start,
        Math.max(start + 1, tally.endedAt() + tally.clockOffset()),
        tally.applied().count());
  }

  /** Both together, the worker being this one's. */
  Stint and(Stint other) {
    return new Stint(
        worker, Math.min(start, other.start), Math.max(end, other.end), applied + other.applied);
  }
}
