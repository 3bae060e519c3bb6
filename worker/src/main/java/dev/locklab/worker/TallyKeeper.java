package dev.locklab.worker;

import dev.locklab.account.Micros;
import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.ExactSum;
import dev.locklab.run.Histograms;
import dev.locklab.run.Load;
import dev.locklab.run.SeqRanges;
import dev.locklab.run.Tally;
import dev.locklab.strategy.Attempt;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of one thread's updates. A thread that never comes back is abandoned: what it
 * was at is then unknown, and what it says afterwards is not heard.
 */
final class TallyKeeper {

  private record Count(SeqRanges seqs, ExactSum sum) {}

  private static final int MOST_TROUBLES = 20;
  private static final String FURTHER = "further troubles";

  private final String worker;
  private final int thread;
  private final Map<Outcome, Count> counts = new EnumMap<>(Outcome.class);
  private final Map<String, Long> troubles = new TreeMap<>();
  private final Histogram waits = Histograms.nanos();
  private final Histogram holds = Histograms.nanos();
  private long busyAnswers;
  private long stale;
  private long startedAt;
  private long endedAt;
  private @Nullable String gaveUp;
  private @Nullable String stuckAt;
  private @Nullable Load load;
  private @Nullable Update current;
  private long firstAsked;
  private long asked;
  private boolean abandoned;

  TallyKeeper(String worker, int thread) {
    this.worker = worker;
    this.thread = thread;
  }

  synchronized void started() {
    startedAt = Micros.now();
    endedAt = startedAt;
  }

  /** An update is being tried from now on. */
  synchronized void begin(Update update) {
    current = update;
    firstAsked = 0;
  }

  /** The update's next attempt begins. */
  synchronized void asking() {
    asked = System.nanoTime();
    firstAsked = firstAsked == 0 ? asked : firstAsked;
  }

  /** The thread does not come back from where it is. */
  synchronized void abandon(String where) {
    Update unfinished = current;
    if (unfinished != null) {
      count(unfinished, Outcome.UNKNOWN, null);
    }
    stuckAt = where + ", and heeded no interrupt";
    gaveUp(Tally.TOLD_TO_STOP);
    abandoned = true;
  }

  /** An attempt that will be made again: its wait goes on. */
  synchronized void busyAnswer() {
    if (!abandoned) {
      busyAnswers++;
    }
  }

  /** The update was waiting for its lock, and is to wait no longer. */
  synchronized void stoppedWaiting() {
    if (!abandoned) {
      Histograms.record(waits, System.nanoTime() - firstAsked);
    }
  }

  /** What came of an update in the end. */
  synchronized void done(Update update, Attempt attempt) {
    if (abandoned) {
      return;
    }
    count(update, attempt.outcome(), attempt.trouble());
    if (attempt.outcome() == Outcome.BUSY) {
      busyAnswers++;
    }
    if (attempt.stale()) {
      stale++;
    }
    Long waited = attempt.waitNanos();
    if (waited != null) {
      Histograms.record(waits, asked - firstAsked + waited);
    }
    Long held = attempt.holdNanos();
    if (held != null) {
      Histograms.record(holds, held);
    }
  }

  synchronized void count(Update update, Outcome outcome, @Nullable String trouble) {
    if (abandoned) {
      return;
    }
    current = null;
    endedAt = Micros.now();
    Count count = counted(outcome);
    count.seqs().add(update.seq());
    count.sum().add(update.delta());
    if (trouble != null) {
      trouble(trouble);
    }
  }

  synchronized void trouble(String what) {
    if (abandoned) {
      return;
    }
    boolean room = troubles.size() < MOST_TROUBLES || troubles.containsKey(what);
    troubles.merge(room ? what : FURTHER, 1L, Long::sum);
  }

  /** Why the thread does not go on; the first reason is the one that counts. */
  synchronized void gaveUp(String why) {
    if (gaveUp == null) {
      gaveUp = why;
    }
  }

  /** What it was at when it was told to stop and did not get on. */
  synchronized void stuckAt(String where) {
    stuckAt = abandoned ? stuckAt : where;
  }

  /** What the worker was busy with meanwhile. */
  synchronized void load(@Nullable Load measured) {
    load = measured;
  }

  synchronized Tally tally(@Nullable ClockOffset clock) {
    return new Tally(
        worker,
        thread,
        share(Outcome.APPLIED),
        share(Outcome.BUSY),
        share(Outcome.REFUSED),
        share(Outcome.FAILED),
        share(Outcome.UNKNOWN),
        busyAnswers,
        stale,
        startedAt,
        endedAt,
        clock == null ? null : clock.offset(),
        clock == null ? null : clock.uncertainty(),
        encoded(waits),
        encoded(holds),
        troubles,
        gaveUp,
        stuckAt,
        load);
  }

  private static @Nullable String encoded(Histogram times) {
    return times.getTotalCount() == 0 ? null : Histograms.encode(times);
  }

  private Count counted(Outcome outcome) {
    return counts.computeIfAbsent(outcome, none -> new Count(new SeqRanges(), new ExactSum()));
  }

  private Tally.Share share(Outcome outcome) {
    Count count = counted(outcome);
    return new Tally.Share(count.seqs(), count.sum().value());
  }
}
