package dev.locklab.worker;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.Update;
import dev.locklab.control.Breakpoint;
import dev.locklab.control.ControlCodec;
import dev.locklab.control.Heartbeat;
import dev.locklab.control.Heartbeat.Standing;
import dev.locklab.control.ThreadPosition;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.StrategyDefect;
import dev.locklab.strategy.SyncPoints;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One worker's part in one run: it prepares, waits at the gate, works, and has a tally to report.
 * Whatever the strategy does, there is a tally in the end, and it says what went wrong.
 */
final class WorkerRun implements Assignment {

  /** How long threads may take to come to the end of the update they are at. */
  private static final long STOP_MILLIS = 1_000;

  /** How long they may then take to heed an interrupt; some sit in a command until it times out. */
  private static final long HEED_MILLIS = 8_000;

  private static final long CLOSE_MILLIS = 5_000;

  private final RedisAddress subject;
  private final List<RedisAddress> nodes;
  private final @Nullable RedisAddress rail;
  private final RunSpec spec;
  private final Runnable news;
  private final int workerIndex;
  private final String worker;
  private final String clientName;
  private final @Nullable Breakpoints gates;
  private final Progress progress = new Progress();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<TallyKeeper> keepers = new ArrayList<>();
  private final UpdateThreads threads;
  private final Thread foreman;
  private volatile boolean stopped;
  private volatile Standing standing = Standing.PREPARING;
  private volatile @Nullable String trouble;
  private volatile @Nullable Strategy strategy;
  private volatile @Nullable Rehearsal rehearsal;
  private volatile List<Heartbeat.Part> parts = List.of();

  /**
   * @param gates where threads are to stop
   * @param news called when there is something to report at once
   */
  WorkerRun(
      RedisAddress subject,
      List<RedisAddress> nodes,
      @Nullable RedisAddress rail,
      RunSpec spec,
      int workerIndex,
      List<Breakpoint> gates,
      Runnable news) {
    RedisAddress node = new AccountKeys(spec.run()).at(subject);
    this.subject = node;
    this.nodes = nodes;
    this.rail = rail;
    this.spec = spec;
    this.news = news;
    this.workerIndex = workerIndex;
    this.worker = spec.team().get(workerIndex);
    this.clientName = "locklab-" + spec.run() + "-" + worker;
    this.gates =
        gates.isEmpty() ? null : new Breakpoints(worker, gates, () -> node.link(clientName), news);
    for (int thread = 0; thread < spec.workload().threads(); thread++) {
      keepers.add(new TallyKeeper(worker, thread));
    }
    this.threads = new UpdateThreads(spec.run(), gate, keepers);
    this.foreman = daemon("assignment", this::work);
  }

  @Override
  public String run() {
    return spec.run();
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public Heartbeat report(String id, String name, String version, @Nullable String lab) {
    Standing now = standing;
    Rehearsal rehearsing = rehearsal;
    // In this order, for they are counted in the other: what is applied is done.
    long stale = progress.stale();
    long applied = progress.applied();
    long done = progress.done();
    if (now == Standing.PREPARING && rehearsing != null) {
      done = rehearsing.done();
    }
    List<ThreadPosition> places = gates == null ? List.of() : gates.places();
    return new Heartbeat(
        id,
        name,
        version,
        Map.of(),
        lab,
        now,
        spec.run(),
        done,
        applied,
        stale,
        trouble,
        places,
        null);
  }

  @Override
  public void set(List<Breakpoint> ordered) {
    if (gates != null) {
      gates.set(ordered);
    }
  }

  @Override
  public List<Heartbeat.Part> parts() {
    return parts;
  }

  @Override
  public void openGate() {
    gate.countDown();
  }

  /**
   * Ends the assignment: every thread may finish the update it is at, is interrupted if it cannot,
   * and is left behind if it heeds no interrupt.
   */
  @Override
  public void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    gate.countDown();
    if (gates != null) {
      gates.open();
    }
    daemon("stop", this::endThreads);
  }

  private void endThreads() {
    try {
      foreman.join(STOP_MILLIS);
      Rehearsal rehearsing = rehearsal;
      if (rehearsing != null) {
        rehearsing.interrupt();
      }
      Strategy chosen = strategy;
      if (chosen != null) {
        threads.interrupt(chosen);
      }
      foreman.join(HEED_MILLIS);
      threads.abandon();
      if (rehearsing != null) {
        rehearsing.abandon();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    ClockOffset clock = null;
    Closing closing = new Closing(spec.run(), CLOSE_MILLIS);
    try {
      if (spec.workload().pacing() == Workload.Pacing.ROUNDS) {
        RoundBarrier rounds = new RoundBarrier(subject, spec, workerIndex, clientName);
        closing.add(rounds, closingTrouble(0));
        clock = work(closing, rounds);
      } else {
        clock = work(closing, gates == null ? SyncPoints.FREE : gates);
      }
    } catch (Throwable e) {
      cannotGoOn(e);
    }
    closing.close();
    if (gates != null) {
      gates.close();
    }
    // Only now, with every connection closed, can nothing of this worker reach the balance any
    // more.
    List<Tally> tallies = new ArrayList<>();
    for (TallyKeeper keeper : keepers) {
      tallies.add(keeper.tally(clock));
    }
    parts = ControlCodec.split(tallies);
    standing = Standing.DONE;
    news.run();
  }

  private ClockOffset work(Closing closing, SyncPoints passage) throws InterruptedException {
    Strategy chosen = Strategies.named(spec.strategy());
    strategy = chosen;
    Workbench bench = new Workbench(subject, nodes, rail, spec, clientName, guarded(passage));
    closing.add(bench, closingTrouble(0));
    ClockOffset clock = clock();
    rehearse(chosen, bench);
    if (stopped) {
      return clock;
    }
    for (int thread = 0; thread < spec.workload().threads(); thread++) {
      Updater updater = open(chosen, bench);
      closing.add(updater, closingTrouble(thread));
      threads.start(
          new UpdateLoop(
              spec,
              workerIndex,
              thread,
              bench.passage(),
              updater,
              keepers.get(thread),
              progress,
              () -> stopped));
    }
    standing = Standing.READY;
    news.run();
    gate.await();
    standing = Standing.WORKING;
    LoadMeter meter = new LoadMeter();
    threads.awaitEnd();
    keepers.get(0).load(meter.load());
    return drifted(clock);
  }

  private ClockOffset clock() {
    try (Link link = subject.link(clientName)) {
      return ClockOffset.measure(link);
    }
  }

  /** The clock over the whole run; a server that is gone by now leaves what was measured first. */
  private ClockOffset drifted(ClockOffset first) {
    try {
      return first.until(clock());
    } catch (RuntimeException e) {
      return first;
    }
  }

  private void rehearse(Strategy chosen, Workbench bench) throws InterruptedException {
    Rehearsal rehearsing = new Rehearsal(chosen, bench.rehearsal(), () -> stopped);
    rehearsal = rehearsing;
    rehearsing.run();
    for (int thread = 0; stopped && thread < keepers.size(); thread++) {
      String where = rehearsing.where(thread);
      keepers.get(thread).gaveUp(Tally.TOLD_TO_STOP);
      keepers.get(thread).stuckAt(where == null ? "rehearsing" : "rehearsing, in " + where);
    }
  }

  private static Updater open(Strategy strategy, Workbench bench) {
    try {
      Updater updater = strategy.open(bench);
      // What opening has left set would end whoever waits next, and not who is to blame.
      Thread.interrupted();
      return updater;
    } catch (Throwable e) {
      throw StrategyDefect.of("open", e);
    }
  }

  private void cannotGoOn(Throwable e) {
    StrategyDefect known = e instanceof StrategyDefect defect ? defect : null;
    trouble = known == null ? Errors.named(e) : known.getMessage();
    if (known != null) {
      Complaints.log(worker, 0, known);
    }
    stopped = true;
    gate.countDown();
    // Said before anything is closed: that may take its time.
    news.run();
  }

  /** Nobody whom the run has given up may touch the balance when he comes back after all. */
  private SyncPoints guarded(SyncPoints passage) {
    return new SyncPoints() {
      @Override
      public void reach(SyncPoint stage, Update update) throws InterruptedException {
        if (threads.isAbandoned()) {
          throw new InterruptedException("the run is over");
        }
        passage.reach(stage, update);
      }

      @Override
      public boolean hasInterrupted(Update update) {
        return passage.hasInterrupted(update);
      }
    };
  }

  private Closing.Trouble closingTrouble(int thread) {
    return what -> keepers.get(thread).trouble("close: " + what);
  }

  private Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name + "-" + spec.run());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
