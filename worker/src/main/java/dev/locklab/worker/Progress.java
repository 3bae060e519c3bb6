package dev.locklab.worker;

import dev.locklab.account.Outcome;
import dev.locklab.strategy.Attempt;
import java.util.concurrent.atomic.LongAdder;

/** How far a worker's threads have come together. */
final class Progress {

  private final LongAdder done = new LongAdder();
  private final LongAdder applied = new LongAdder();
  private final LongAdder stale = new LongAdder();

  void done(Attempt attempt) {
    done.increment();
    if (attempt.outcome() == Outcome.APPLIED) {
      applied.increment();
    }
    if (attempt.stale()) {
      stale.increment();
    }
  }

  long done() {
    return done.sum();
  }

  long applied() {
    return applied.sum();
  }

  long stale() {
    return stale.sum();
  }
}
