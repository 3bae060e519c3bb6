package dev.locklab.worker;

import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.redis.Errors;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Stage;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Passage;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Works off one thread's updates, in order, each at most once. */
final class UpdateLoop {

  /** How long a thread goes on while the store answers every update with an error. */
  private static final long ENDURES_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long SHORTEST_BACKOFF = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_BACKOFF = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_TROUBLE = TimeUnit.SECONDS.toNanos(1);

  private final RunSpec spec;
  private final int workerIndex;
  private final int thread;
  private final Passage passage;
  private final Updater updater;
  private final TallyKeeper tally;
  private final Progress progress;
  private final BooleanSupplier stopped;

  UpdateLoop(
      RunSpec spec,
      int workerIndex,
      int thread,
      Passage passage,
      Updater updater,
      TallyKeeper tally,
      Progress progress,
      BooleanSupplier stopped) {
    this.spec = spec;
    this.workerIndex = workerIndex;
    this.thread = thread;
    this.passage = passage;
    this.updater = updater;
    this.tally = tally;
    this.progress = progress;
    this.stopped = stopped;
  }

  void run() {
    String worker = spec.team().get(workerIndex);
    long quota = spec.quota(workerIndex, thread);
    long deadline =
        spec.duration() == null ? Long.MAX_VALUE : System.nanoTime() + spec.duration().toNanos();
    long pause = spec.pause().toNanos();
    long failingSince = 0;
    long backoff = SHORTEST_BACKOFF;
    tally.started();
    for (long seq = 0; seq < quota && !over(deadline); seq++) {
      Update update =
          new Update(worker, thread, seq, spec.deltas().delta(spec, workerIndex, thread, seq));
      Outcome outcome;
      try {
        outcome = apply(update, deadline);
        passage.reach(Stage.AFTER_RELEASE, update);
        if (outcome != Outcome.FAILED && outcome != Outcome.UNKNOWN) {
          failingSince = 0;
          backoff = SHORTEST_BACKOFF;
        } else if (failingSince == 0) {
          failingSince = System.nanoTime();
        } else if (System.nanoTime() - failingSince > ENDURES_NANOS) {
          tally.gaveUp("the store answered no update for " + ENDURES_NANOS / 1_000_000_000 + " s");
          return;
        }
        if (failingSince != 0) {
          Workbench.pauseNanos(backoff);
          backoff = Math.min(2 * backoff, LONGEST_TROUBLE);
        }
        Workbench.pauseNanos(pause);
      } catch (InterruptedException e) {
        break;
      }
    }
    if (stopped.getAsBoolean()) {
      tally.gaveUp("told to stop");
    }
  }

  private Outcome apply(Update update, long deadline) throws InterruptedException {
    long backoff = SHORTEST_BACKOFF;
    try {
      while (true) {
        passage.reach(Stage.BEFORE_ACQUIRE, update);
        Attempt attempt = updater.attempt(update);
        boolean again =
            attempt.outcome() == Outcome.BUSY
                && spec.onBusy() == RunSpec.OnBusy.RETRY
                && !over(deadline);
        if (!again) {
          if (attempt.outcome() == Outcome.BUSY && stopped.getAsBoolean()) {
            tally.stuckAt("asking again and again for the lock");
          }
          tally.done(update, attempt);
          progress.done(attempt);
          return attempt.outcome();
        }
        tally.busyAnswer(attempt);
        Workbench.pauseNanos(ThreadLocalRandom.current().nextLong(backoff) + 1);
        backoff = Math.min(2 * backoff, LONGEST_BACKOFF);
      }
    } catch (InterruptedException e) {
      String where = e.getMessage();
      boolean waiting = Attempt.AT_THE_LOCK.equals(where);
      tally.count(
          update,
          Outcome.FAILED,
          where == null || waiting ? "told to stop before it was applied" : where);
      if (waiting) {
        tally.stuckAt(Attempt.AT_THE_LOCK);
      }
      throw e;
    } catch (RuntimeException e) {
      // Nobody knows how far a defective strategy got.
      tally.count(update, Outcome.UNKNOWN, "defect of the strategy: " + e);
      tally.gaveUp("defect of the strategy: " + Errors.rootMessage(e));
      throw new InterruptedException();
    }
  }

  private boolean over(long deadline) {
    return stopped.getAsBoolean() || System.nanoTime() >= deadline;
  }
}
