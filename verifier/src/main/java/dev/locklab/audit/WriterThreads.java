package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.ExactSum;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The threads that wrote or reported, each with what the rules have to remember of it. */
final class WriterThreads {

  /** Threads below that are found by their number; a row for all there might be is too long. */
  private static final int IN_A_ROW = 256;

  private final Map<String, Writer[]> byWorker = new HashMap<>();
  private final Map<TallyRoll.Member, Writer> others = new HashMap<>();
  private final List<Writer> all = new ArrayList<>();
  private final RunSpec spec;
  private Writer[] latest = {};
  private String latestWorker = "";

  WriterThreads(RunSpec spec, List<Tally> tallies) {
    this.spec = spec;
    Set<TallyRoll.Member> seen = new HashSet<>();
    for (Tally tally : tallies) {
      // A second one of the same thread is a contradiction, which is told of elsewhere.
      if (seen.add(new TallyRoll.Member(tally.worker(), tally.thread()))) {
        add(tally.worker(), tally.thread(), tally);
      }
    }
  }

  /** The thread that made a write. */
  Writer of(Write write) {
    String worker = write.worker();
    int thread = write.thread();
    if (!worker.equals(latestWorker)) {
      latest = byWorker.getOrDefault(worker, new Writer[0]);
      latestWorker = worker;
    }
    Writer writer =
        thread < latest.length
            ? latest[thread]
            : thread < IN_A_ROW ? null : others.get(new TallyRoll.Member(worker, thread));
    return writer == null ? add(worker, thread, null) : writer;
  }

  /** All of them, those with a tally first. */
  Collection<Writer> all() {
    return Collections.unmodifiableList(all);
  }

  private Writer add(String worker, int thread, @Nullable Tally tally) {
    Writer[] threads = byWorker.getOrDefault(worker, new Writer[0]);
    if (thread < IN_A_ROW && thread >= threads.length) {
      threads = Arrays.copyOf(threads, thread + 1);
      byWorker.put(worker, threads);
      latestWorker = worker;
      latest = threads;
    }
    // Where the settings name the team, nobody else has any business in the journal.
    boolean stranger =
        tally == null
            && !spec.team().isEmpty()
            && (!spec.team().contains(worker) || thread >= spec.workload().threads());
    Writer writer = new Writer(worker, thread, tally, stranger);
    if (thread < IN_A_ROW) {
      threads[thread] = writer;
    } else {
      others.put(new TallyRoll.Member(worker, thread), writer);
    }
    all.add(writer);
    return writer;
  }

  /** One thread of one worker. */
  static final class Writer {

    final String worker;
    final int thread;
    final @Nullable Tally tally;

    /** Whether it is none of the run's. */
    final boolean stranger;

    /** How its clock stands to the server's; null where that was not measured. */
    final @Nullable ClockOffset clock;

    final SeqSet journaled = new SeqSet();
    final ExactSum acknowledged = new ExactSum();

    /** How many of the journaled updates its tally counts as applied. */
    long acknowledgements;

    /** How many updates the journal has of it, where it handed in no tally. */
    long unreported;

    Writer(String worker, int thread, @Nullable Tally tally, boolean stranger) {
      this.worker = worker;
      this.thread = thread;
      this.tally = tally;
      this.stranger = stranger;
      this.clock = tally == null ? null : tally.clock();
    }

    @Override
    public String toString() {
      return worker + "#" + thread;
    }
  }
}
