package dev.locklab.worker;

import dev.locklab.account.Update;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.StrategyDefect;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Warms up connections, scripts and compiled code on an account of its own, all threads at once. A
 * strategy that cannot work here shows it before the run.
 */
final class Rehearsal {

  private static final long LASTS_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int UPDATES = 300;

  /** Where threads are led step by step there is no speed to warm up for. */
  private static final int GATED_UPDATES = 20;

  private final Strategy strategy;
  private final Workbench bench;
  private final BooleanSupplier stopped;
  private final int updates;
  private final LongAdder done = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private final @Nullable String[] where;
  private int left;
  private boolean abandoned;
  private @Nullable StrategyDefect defect;

  /**
   * @param bench the rehearsal's
   * @param stopped whether the worker has been told to stop
   */
  Rehearsal(Strategy strategy, Workbench bench, BooleanSupplier stopped) {
    this.strategy = strategy;
    this.bench = bench;
    this.stopped = stopped;
    boolean gated = bench.workload().pacing() == Workload.Pacing.GATED;
    this.updates = gated ? GATED_UPDATES : UPDATES;
    this.left = bench.workload().threads();
    this.where = new String[left];
  }

  /** How many updates have been rehearsed. */
  long done() {
    return done.sum();
  }

  /**
   * Rehearses until all have done, or were {@link #abandon abandoned}.
   *
   * @throws StrategyDefect at once, when the first thread meets it
   */
  synchronized void run() throws InterruptedException {
    for (int i = 0; i < where.length; i++) {
      int index = i;
      Thread thread = new Thread(() -> rehearse(index), "rehearse-" + index);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    while (left > 0 && !abandoned && defect == null) {
      wait();
    }
    StrategyDefect met = defect;
    if (met != null) {
      threads.forEach(Thread::interrupt);
      throw met;
    }
  }

  private void rehearse(int thread) {
    try {
      Updater updater = open();
      try {
        long end = System.nanoTime() + LASTS_NANOS;
        for (int seq = 0; seq < updates && System.nanoTime() < end; seq++) {
          updater.attempt(new Update("rehearsal", thread, seq, 1));
          done.increment();
        }
      } catch (InterruptedException e) {
        if (!stopped.getAsBoolean()) {
          throw e;
        }
      } finally {
        updater.close();
      }
      ended(null);
    } catch (Throwable e) {
      ended(StrategyDefect.of("the rehearsal", e));
    }
  }

  private Updater open() {
    try {
      return strategy.open(bench);
    } catch (Throwable e) {
      throw new StrategyDefect("open", e);
    }
  }

  private synchronized void ended(@Nullable StrategyDefect with) {
    left--;
    if (defect == null && !stopped.getAsBoolean()) {
      defect = with;
    }
    notifyAll();
  }

  /** Notes where those are that have not done, and interrupts them. */
  synchronized void interrupt() {
    for (int thread = 0; thread < threads.size(); thread++) {
      if (threads.get(thread).isAlive()) {
        where[thread] = Whereabouts.of(threads.get(thread), strategy);
        threads.get(thread).interrupt();
      }
    }
  }

  /** Waits no longer for those that do not even heed an interrupt. */
  synchronized void abandon() {
    abandoned = true;
    notifyAll();
  }

  /** Where a thread was that had to be interrupted; null if it had not. */
  synchronized @Nullable String where(int thread) {
    return where[thread];
  }
}
