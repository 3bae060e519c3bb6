package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ExactSum;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The threads that wrote or reported, each with what the rules have to remember of it. */
final class Hands {

  private final Map<String, Hand[]> byWorker = new HashMap<>();
  private final List<Hand> all = new ArrayList<>();
  private final RunSpec spec;
  private Hand[] latest = {};
  private String latestWorker = "";

  Hands(RunSpec spec, List<Tally> tallies) {
    this.spec = spec;
    for (Tally tally : tallies) {
      add(tally.worker(), tally.thread(), tally);
    }
  }

  /** The thread that made a write. */
  Hand of(Write write) {
    String worker = write.worker();
    int thread = write.thread();
    if (!worker.equals(latestWorker)) {
      latest = byWorker.getOrDefault(worker, new Hand[0]);
      latestWorker = worker;
    }
    Hand hand = thread < latest.length ? latest[thread] : null;
    return hand == null ? add(worker, thread, null) : hand;
  }

  /** All of them, those with a tally first. */
  Collection<Hand> all() {
    return Collections.unmodifiableList(all);
  }

  private Hand add(String worker, int thread, @Nullable Tally tally) {
    Hand[] threads = byWorker.getOrDefault(worker, new Hand[0]);
    if (thread >= threads.length) {
      threads = Arrays.copyOf(threads, thread + 1);
      byWorker.put(worker, threads);
      latestWorker = worker;
      latest = threads;
    }
    // Where the settings name the team, nobody else has any business in the journal.
    boolean stranger =
        tally == null
            && !spec.team().isEmpty()
            && (!spec.team().contains(worker) || thread >= spec.threads());
    Hand hand = new Hand(worker, thread, tally, stranger);
    threads[thread] = hand;
    all.add(hand);
    return hand;
  }

  /** One thread of one worker. */
  static final class Hand {

    final String worker;
    final int thread;
    final @Nullable Tally tally;

    /** Whether it is none of the run's. */
    final boolean stranger;

    /** What to add to its clock to get the server's, and by how much that may be wrong. */
    final long offset;

    final long uncertainty;

    final SeqSet journaled = new SeqSet();
    final ExactSum acknowledged = new ExactSum();

    Hand(String worker, int thread, @Nullable Tally tally, boolean stranger) {
      this.worker = worker;
      this.thread = thread;
      this.tally = tally;
      this.stranger = stranger;
      this.offset = tally == null ? 0 : tally.clockOffset();
      this.uncertainty = tally == null ? 0 : tally.clockUncertainty();
    }

    @Override
    public String toString() {
      return worker + "#" + thread;
    }
  }
}
