package dev.locklab.worker;

import dev.locklab.run.Tally;
import dev.locklab.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The threads of a worker that apply updates, each with the keeper of its tally. */
final class UpdateThreads {

  private static final long LOOK_MILLIS = 50;

  private final String run;
  private final CountDownLatch gate;
  private final List<TallyKeeper> keepers;
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> where = new ArrayList<>();
  private volatile boolean abandoned;

  /**
   * @param gate what they wait for before they begin
   * @param keepers one for each thread
   */
  UpdateThreads(String run, CountDownLatch gate, List<TallyKeeper> keepers) {
    this.run = run;
    this.gate = gate;
    this.keepers = keepers;
  }

  /** Starts the next thread; before the gate opens, as making one takes longer than an update. */
  synchronized void start(UpdateLoop loop) {
    int index = threads.size();
    TallyKeeper keeper = keepers.get(index);
    Runnable atTheGate =
        () -> {
          try {
            gate.await();
            loop.run();
          } catch (InterruptedException e) {
            keeper.gaveUp(Tally.TOLD_TO_STOP);
          } catch (Throwable e) {
            keeper.gaveUp("a defect of the lab itself: " + e);
            Complaints.log(run, index, e);
          }
        };
    Thread thread = new Thread(atTheGate, "update-" + index + "-" + run);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Waits until all have ended, or those that have not are abandoned. */
  void awaitEnd() throws InterruptedException {
    for (Thread thread : all()) {
      while (thread.isAlive() && !abandoned) {
        thread.join(LOOK_MILLIS);
      }
    }
  }

  private synchronized List<Thread> all() {
    return List.copyOf(threads);
  }

  /** Notes where they are in the strategy, and interrupts them. */
  synchronized void interrupt(Strategy strategy) {
    for (Thread thread : threads) {
      where.add(Whereabouts.of(thread, strategy));
      thread.interrupt();
    }
  }

  /** Gives up those that have heeded no interrupt. */
  synchronized void abandon() {
    abandoned = true;
    for (int thread = 0; thread < where.size(); thread++) {
      if (threads.get(thread).isAlive()) {
        keepers.get(thread).abandon("in " + where.get(thread));
      }
    }
  }

  /** Whether some may come back whom nobody waits for any more. */
  boolean isAbandoned() {
    return abandoned;
  }
}
