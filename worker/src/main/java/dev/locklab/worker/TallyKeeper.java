package dev.locklab.worker;

import dev.locklab.account.Micros;
import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.ExactSum;
import dev.locklab.run.Histograms;
import dev.locklab.run.SeqRanges;
import dev.locklab.run.Tally;
import dev.locklab.strategy.Attempt;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what became of one thread's updates. Used by that thread alone until it has ended. */
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

  TallyKeeper(String worker, int thread) {
    this.worker = worker;
    this.thread = thread;
  }

  void started() {
    startedAt = Micros.now();
    endedAt = startedAt;
  }

  /** An attempt that will be made again. */
  void busyAnswer(Attempt attempt) {
    busyAnswers++;
    Histograms.record(waits, attempt.waitNanos());
  }

  /** What came of an update in the end. */
  void done(Update update, Attempt attempt) {
    count(update, attempt.outcome(), attempt.trouble());
    if (attempt.outcome() == Outcome.BUSY) {
      busyAnswers++;
    }
    if (attempt.stale()) {
      stale++;
    }
    Histograms.record(waits, attempt.waitNanos());
    if (attempt.holdNanos() > 0) {
      Histograms.record(holds, attempt.holdNanos());
    }
  }

  void count(Update update, Outcome outcome, @Nullable String trouble) {
    endedAt = Micros.now();
    Count count = counted(outcome);
    count.seqs().add(update.seq());
    count.sum().add(update.delta());
    if (trouble != null) {
      trouble(trouble);
    }
  }

  void trouble(String what) {
    boolean room = troubles.size() < MOST_TROUBLES || troubles.containsKey(what);
    troubles.merge(room ? what : FURTHER, 1L, Long::sum);
  }

  void gaveUp(String why) {
    gaveUp = why;
  }

  /** What it was at when it was told to stop and did not get on. */
  void stuckAt(String where) {
    stuckAt = where;
  }

  Tally tally(ClockOffset clock) {
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
        clock.offset(),
        clock.uncertainty(),
        Histograms.encode(waits),
        Histograms.encode(holds),
        troubles,
        gaveUp,
        stuckAt);
  }

  private Count counted(Outcome outcome) {
    return counts.computeIfAbsent(outcome, none -> new Count(new SeqRanges(), new ExactSum()));
  }

  private Tally.Share share(Outcome outcome) {
    Count count = counted(outcome);
    return new Tally.Share(count.seqs(), count.sum().value());
  }
}
