package dev.locklab.worker;

import dev.locklab.account.Update;
import dev.locklab.control.Breakpoint;
import dev.locklab.control.ThreadPosition;
import dev.locklab.control.ThreadPosition.Moving;
import dev.locklab.redis.Link;
import dev.locklab.redis.StoreException;
import dev.locklab.run.SyncPoint;
import dev.locklab.strategy.SyncPoints;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Has the threads of a worker stop at gates, and knows where they are.
 *
 * <p>Whether a thread is held back is not judged by a clock, which a busy machine or a slow network
 * would make a liar of, but by round trips: from one stage to the next a thread needs a handful. A
 * thread that has come no further while its own JVM made {@link #ROUND_TRIPS} of them to the same
 * store, for each thread that is on its way, is held back.
 */
final class Breakpoints implements SyncPoints, AutoCloseable {

  private static final int ROUND_TRIPS = 1_000;

  private static final CommandArguments PING = new CommandArguments(Command.PING);

  private final String worker;
  private final Runnable news;
  private final Supplier<Link> store;
  private final Map<Integer, Walker> walkers = new TreeMap<>();
  private final Thread witness;
  private boolean open;

  /**
   * @param worker this worker's name in the run
   * @param store opens a connection to the store that the threads work on
   * @param news called when a thread has stopped or is held back
   */
  Breakpoints(String worker, List<Breakpoint> gates, Supplier<Link> store, Runnable news) {
    this.worker = worker;
    this.store = store;
    this.news = news;
    set(gates);
    this.witness = new Thread(this::watch, "gates-witness");
    witness.setDaemon(true);
    witness.start();
  }

  /** Gives the passes that an order grants. */
  synchronized void set(List<Breakpoint> gates) {
    for (Breakpoint gate : gates) {
      if (gate.worker().equals(worker)) {
        Walker walker = walkers.computeIfAbsent(gate.thread(), first -> new Walker());
        walker.passes.merge(gate.stage(), gate.passes(), Math::max);
        walker.interrupt(gate.stage(), gate.interrupts());
      }
    }
    notifyAll();
  }

  /** Lets everybody through from now on. */
  synchronized void open() {
    open = true;
    notifyAll();
  }

  /** Where the threads are that have come to a stage. */
  synchronized List<ThreadPosition> places() {
    List<ThreadPosition> places = new ArrayList<>();
    walkers.forEach(
        (thread, walker) -> {
          if (walker.stage != null) {
            places.add(
                new ThreadPosition(
                    thread, walker.stage, walker.visits(walker.stage), walker.moving));
          }
        });
    return places;
  }

  @Override
  public void reach(SyncPoint stage, Update update) throws InterruptedException {
    synchronized (this) {
      Walker walker = walkers.get(update.thread());
      if (walker == null || open) {
        return;
      }
      walker.arrive(stage);
      walker.visits.merge(stage, 1L, Long::sum);
      walker.moving = Moving.STOPPED;
      if (walker.mustStop()) {
        news.run();
      }
      while (walker.mustStop() && !open) {
        wait();
      }
      walker.moving = Moving.UNDER_WAY;
      walker.roundTrips = 0;
      notifyAll();
    }
  }

  @Override
  public synchronized boolean hasInterrupted(Update update) {
    Walker walker = walkers.get(update.thread());
    return walker != null && walker.interrupted;
  }

  /** Makes round trips for as long as somebody is on the way and not known to be held back. */
  private void watch() {
    try (Link link = store.get()) {
      while (awaitWalkers()) {
        try {
          link.call(PING);
          count();
        } catch (StoreException e) {
          // A store that does not answer proves nothing; whoever asks it will see.
          Thread.sleep(1);
        }
      }
    } catch (InterruptedException e) {
      // The run is over.
    }
  }

  private synchronized boolean awaitWalkers() throws InterruptedException {
    while (!open && underWay() == 0) {
      wait();
    }
    return !open;
  }

  private long underWay() {
    return walkers.values().stream().filter(Walker::isOnTheWay).count();
  }

  private synchronized void count() {
    long enough = ROUND_TRIPS * underWay();
    boolean anybody = false;
    for (Walker walker : walkers.values()) {
      if (walker.isOnTheWay() && ++walker.roundTrips >= enough) {
        walker.moving = Moving.HELD_BACK;
        anybody = true;
      }
    }
    if (anybody) {
      news.run();
    }
  }

  @Override
  public void close() {
    open();
    witness.interrupt();
  }

  /** A thread on its way from gate to gate. */
  private static final class Walker {

    private final Map<SyncPoint, Long> passes = new EnumMap<>(SyncPoint.class);
    private final Map<SyncPoint, Long> visits = new EnumMap<>(SyncPoint.class);
    private final Map<SyncPoint, Long> interrupts = new EnumMap<>(SyncPoint.class);
    private @Nullable Thread thread;
    private boolean interrupted;
    private @Nullable SyncPoint stage;
    private Moving moving = Moving.STOPPED;
    private long roundTrips;

    /** Interrupts its thread if it is on its way from there, and that was not asked for before. */
    void interrupt(SyncPoint from, long ordered) {
      boolean more = ordered > interrupts.getOrDefault(from, 0L);
      if (more) {
        interrupts.put(from, ordered);
      }
      if (more && thread != null && stage == from && moving != Moving.STOPPED) {
        interrupted = true;
        thread.interrupt();
      }
    }

    void arrive(SyncPoint at) {
      if (interrupted && at == SyncPoint.AFTER_RELEASE) {
        // What came too late for this update is not to end the next one.
        Thread.interrupted();
      }
      if (at == SyncPoint.BEFORE_ACQUIRE) {
        interrupted = false;
      }
      thread = Thread.currentThread();
      stage = at;
    }

    long visits(SyncPoint where) {
      return visits.getOrDefault(where, 0L);
    }

    /** Whether there is a gate ahead of it: behind the last one it has all the time there is. */
    boolean isOnTheWay() {
      return moving == Moving.UNDER_WAY
          && stage != SyncPoint.AFTER_RELEASE
          && passes.values().stream().anyMatch(count -> count < Long.MAX_VALUE);
    }

    boolean mustStop() {
      return stage != null && visits(stage) > passes.getOrDefault(stage, Long.MAX_VALUE);
    }
  }
}
