package dev.locklab.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.account.Update;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Gate;
import dev.locklab.run.Json;
import dev.locklab.run.Place;
import dev.locklab.run.Report;
import dev.locklab.run.Report.Standing;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.strategy.Passage;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One worker's part in one run: it prepares, waits at the gate, works, and has a tally to report.
 */
final class Shift {

  private static final long REHEARSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int REHEARSAL_UPDATES = 300;

  /** Where threads are led step by step there is no speed to warm up for. */
  private static final int GATED_REHEARSAL_UPDATES = 20;

  private static final int PART_CHARS = 256 * 1024;
  private static final long STOP_MILLIS = 1_000;

  private final RedisAddress subject;
  private final List<RedisAddress> nodes;
  private final RunSpec spec;
  private final Runnable news;
  private final int workerIndex;
  private final String clientName;
  private final @Nullable Gatehouse gates;
  private final Progress progress = new Progress();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Thread foreman;
  private volatile boolean stopped;
  private volatile Standing standing = Standing.PREPARING;
  private volatile @Nullable String trouble;
  private volatile List<Report.Part> parts = List.of();

  /**
   * @param gates where threads are to stop
   * @param news called when there is something to report at once
   */
  Shift(
      RedisAddress subject,
      List<RedisAddress> nodes,
      RunSpec spec,
      int workerIndex,
      List<Gate> gates,
      Runnable news) {
    this.subject = subject;
    this.nodes = nodes;
    this.spec = spec;
    this.news = news;
    this.workerIndex = workerIndex;
    String worker = spec.team().get(workerIndex);
    this.clientName = "locklab-" + spec.run() + "-" + worker;
    this.gates =
        gates.isEmpty() ? null : new Gatehouse(worker, gates, () -> subject.link(clientName), news);
    this.foreman = new Thread(this::work, "shift-" + spec.run());
    foreman.setDaemon(true);
    foreman.start();
  }

  String run() {
    return spec.run();
  }

  Progress progress() {
    return progress;
  }

  Standing standing() {
    return standing;
  }

  /** Where its threads are, if they have gates before them. */
  List<Place> places() {
    return gates == null ? List.of() : gates.places();
  }

  /** Gives the passes that an order grants. */
  void set(List<Gate> ordered) {
    if (gates != null) {
      gates.set(ordered);
    }
  }

  /** Why it could not prepare, if so. */
  @Nullable String trouble() {
    return trouble;
  }

  /** The tallies in parts, once it has done. */
  List<Report.Part> parts() {
    return parts;
  }

  void openGate() {
    gate.countDown();
  }

  /**
   * Ends the shift: every thread may finish the update it is at, and is interrupted if it cannot.
   */
  void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    gate.countDown();
    if (gates != null) {
      gates.open();
    }
    Thread interrupter =
        new Thread(
            () -> {
              try {
                foreman.join(STOP_MILLIS);
                synchronized (threads) {
                  threads.forEach(Thread::interrupt);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-" + spec.run());
    interrupter.setDaemon(true);
    interrupter.start();
  }

  private void work() {
    List<TallyKeeper> keepers = new ArrayList<>();
    ClockOffset clock = new ClockOffset(0, 0);
    try (Rounds rounds =
            spec.pacing() == RunSpec.Pacing.ROUNDS
                ? new Rounds(subject, spec, workerIndex, clientName)
                : null;
        Workbench bench = new Workbench(subject, nodes, spec, clientName, passage(rounds))) {
      Strategy strategy = Strategies.named(spec.strategy());
      try (Link link = subject.link(clientName)) {
        clock = ClockOffset.measure(link);
      }
      rehearse(strategy, bench.rehearsal());
      List<Updater> updaters = new ArrayList<>();
      try {
        for (int thread = 0; thread < spec.threads(); thread++) {
          updaters.add(strategy.open(bench));
        }
        for (int thread = 0; thread < spec.threads(); thread++) {
          TallyKeeper keeper = new TallyKeeper(spec.team().get(workerIndex), thread);
          keepers.add(keeper);
          start(thread, bench.passage(), updaters.get(thread), keeper);
        }
        standing = Standing.READY;
        news.run();
        gate.await();
        standing = Standing.WORKING;
        for (Thread thread : List.copyOf(threads)) {
          thread.join();
        }
      } finally {
        updaters.forEach(Updater::close);
      }
    } catch (InterruptedException e) {
      trouble = "interrupted";
    } catch (RuntimeException e) {
      trouble = Errors.rootMessage(e);
    }
    if (gates != null) {
      gates.close();
    }
    // Only now, with every connection closed, can nothing of this worker reach the balance any
    // more.
    List<Tally> tallies = new ArrayList<>();
    for (TallyKeeper keeper : keepers) {
      tallies.add(keeper.tally(clock));
    }
    parts = split(tallies);
    standing = Standing.DONE;
    news.run();
  }

  private void start(int thread, Passage passage, Updater updater, TallyKeeper keeper) {
    UpdateLoop loop =
        new UpdateLoop(
            spec, workerIndex, thread, passage, updater, keeper, progress, () -> stopped);
    // Started before the gate opens: making a thread takes longer than an update.
    Runnable atTheGate =
        () -> {
          try {
            gate.await();
            loop.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Thread worker = new Thread(atTheGate, "update-" + thread);
    worker.setDaemon(true);
    synchronized (threads) {
      threads.add(worker);
    }
    worker.start();
  }

  private Passage passage(@Nullable Rounds rounds) {
    if (gates != null) {
      return gates;
    }
    return rounds == null ? Passage.FREE : rounds;
  }

  /** Warms up connections, scripts and compiled code on another account, all threads at once. */
  private void rehearse(Strategy strategy, Workbench bench) throws InterruptedException {
    int updates =
        spec.pacing() == RunSpec.Pacing.GATED ? GATED_REHEARSAL_UPDATES : REHEARSAL_UPDATES;
    List<Thread> rehearsing = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (int i = 0; i < spec.threads(); i++) {
      int thread = i;
      Runnable part =
          () -> {
            try (Updater updater = strategy.open(bench)) {
              long end = System.nanoTime() + REHEARSAL_NANOS;
              for (int seq = 0; seq < updates && System.nanoTime() < end; seq++) {
                updater.attempt(new Update("rehearsal", thread, seq, 1));
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
              synchronized (failures) {
                failures.add(e);
              }
            }
          };
      Thread worker = new Thread(part, "rehearse-" + thread);
      worker.setDaemon(true);
      rehearsing.add(worker);
      worker.start();
    }
    for (Thread worker : rehearsing) {
      worker.join();
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private static List<Report.Part> split(List<Tally> tallies) {
    String text;
    try {
      text = Json.MAPPER.writeValueAsString(tallies);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    int count = (text.length() - 1) / PART_CHARS + 1;
    List<Report.Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int end = Math.min(text.length(), (i + 1) * PART_CHARS);
      parts.add(new Report.Part(i, count, text.substring(i * PART_CHARS, end)));
    }
    return parts;
  }
}
