package dev.locklab.worker;

import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.StrategyDefect;
import dev.locklab.strategy.SyncPoints;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.Objects;
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

  private static final String NOT_APPLIED = "told to stop before it was applied";
  private static final String ASKING_AGAIN = "asking again and again for the lock";
  private static final String INTERRUPTED = "interrupted on purpose";
  private static final String LEFT_INTERRUPTED =
      "the strategy left its thread interrupted, though nobody had told it to stop";

  private final RunSpec spec;
  private final int workerIndex;
  private final int thread;
  private final SyncPoints passage;
  private final Updater updater;
  private final TallyKeeper tally;
  private final Progress progress;
  private final BooleanSupplier stopped;

  UpdateLoop(
      RunSpec spec,
      int workerIndex,
      int thread,
      SyncPoints passage,
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
    long quota = spec.workload().quota(workerIndex, thread);
    long deadline =
        spec.workload().duration() == null
            ? Long.MAX_VALUE
            : System.nanoTime() + spec.workload().duration().toNanos();
    long pause = spec.workload().pause().toNanos();
    long failingSince = 0;
    long backoff = SHORTEST_BACKOFF;
    tally.started();
    for (long seq = 0; seq < quota && !over(deadline); seq++) {
      Update update =
          new Update(worker, thread, seq, spec.workload().delta(workerIndex, thread, seq));
      Outcome outcome;
      try {
        outcome = apply(update, deadline);
        passage.reach(SyncPoint.AFTER_RELEASE, update);
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
        if (!stopped.getAsBoolean()) {
          tally.gaveUp(Objects.requireNonNullElse(e.getMessage(), LEFT_INTERRUPTED));
        }
        break;
      }
    }
    if (stopped.getAsBoolean()) {
      tally.gaveUp(Tally.TOLD_TO_STOP);
    }
  }

  private Outcome apply(Update update, long deadline) throws InterruptedException {
    long backoff = SHORTEST_BACKOFF;
    tally.begin(update);
    while (true) {
      Attempt attempt = attempt(update);
      boolean again =
          attempt.outcome() == Outcome.BUSY
              && spec.workload().onBusy() == Workload.OnBusy.RETRY
              && !over(deadline);
      if (!again) {
        if (attempt.outcome() == Outcome.BUSY && stopped.getAsBoolean()) {
          tally.stuckAt(ASKING_AGAIN);
        }
        tally.done(update, attempt);
        progress.done(attempt);
        return attempt.outcome();
      }
      tally.busyAnswer();
      try {
        Workbench.pauseNanos(ThreadLocalRandom.current().nextLong(backoff) + 1);
      } catch (InterruptedException e) {
        tally.stoppedWaiting();
        tally.count(update, Outcome.FAILED, NOT_APPLIED);
        tally.stuckAt(ASKING_AGAIN);
        throw e;
      }
      backoff = Math.min(2 * backoff, LONGEST_BACKOFF);
    }
  }

  /**
   * Tries once, and lets nothing that a strategy throws end the thread unheard.
   *
   * @throws InterruptedException if the thread is to end; what came of the update is counted
   */
  private Attempt attempt(Update update) throws InterruptedException {
    try {
      passage.reach(SyncPoint.BEFORE_ACQUIRE, update);
    } catch (InterruptedException e) {
      tally.count(update, Outcome.FAILED, Objects.requireNonNullElse(e.getMessage(), NOT_APPLIED));
      throw e;
    }
    try {
      tally.asking();
      Attempt attempt = updater.attempt(update);
      if (Thread.interrupted() && !stopped.getAsBoolean() && !passage.hasInterrupted(update)) {
        tally.trouble(LEFT_INTERRUPTED);
      }
      return attempt;
    } catch (InterruptedException e) {
      if (!stopped.getAsBoolean()) {
        String why = passage.hasInterrupted(update) ? INTERRUPTED : LEFT_INTERRUPTED;
        return new Attempt(Outcome.FAILED, false, null, null, why);
      }
      boolean waiting = Attempt.AT_THE_LOCK.equals(e.getMessage());
      tally.count(update, Outcome.FAILED, NOT_APPLIED);
      if (waiting) {
        tally.stoppedWaiting();
        tally.stuckAt(Attempt.AT_THE_LOCK);
      }
      throw e;
    } catch (Throwable e) {
      throw ended(update, StrategyDefect.of("update", e));
    }
  }

  /** Counts the update at which a strategy broke, and ends the thread. */
  private InterruptedException ended(Update update, StrategyDefect defect) {
    Attempt reached = defect.reached();
    if (reached == null) {
      // Nobody knows how far it got.
      tally.count(update, Outcome.UNKNOWN, null);
    } else {
      tally.done(update, reached);
      progress.done(reached);
    }
    tally.gaveUp(defect.getMessage());
    Complaints.log(update.worker(), thread, defect);
    return new InterruptedException(defect.getMessage());
  }

  private boolean over(long deadline) {
    return stopped.getAsBoolean() || System.nanoTime() >= deadline;
  }
}
