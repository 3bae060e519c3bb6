package dev.locklab.lab;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locklab.account.AccountKeys;
import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Judged;
import dev.locklab.control.Breakpoint;
import dev.locklab.control.ThreadPosition;
import dev.locklab.control.ThreadPosition.Moving;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.interleaving.ForcedRun;
import dev.locklab.interleaving.ForcedRun.Event;
import dev.locklab.interleaving.ForcedRun.Kind;
import dev.locklab.interleaving.Schedule;
import dev.locklab.interleaving.Schedule.Deed;
import dev.locklab.interleaving.Schedule.Step;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.run.Deltas;
import dev.locklab.run.Json;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Forces orders of reading and writing upon two workers, each of which applies one update: every
 * order is a run of its own, led from gate to gate.
 *
 * <p>An order that a strategy makes impossible shows in that somebody is held back ({@link
 * Moving#HELD_BACK}) by whoever is in the critical section; what is left is then done as soon as it
 * can be.
 */
public final class Schedules {

  /** How many workers take part. */
  public static final int WORKERS = 2;

  /** Longer than leading them takes: what a lease that ends does is another matter. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final String FILE = "schedule.json";
  private static final Set<SyncPoint> STOPS =
      Set.of(SyncPoint.BEFORE_ACQUIRE, SyncPoint.AFTER_READ, SyncPoint.AFTER_RELEASE);

  private static final List<Deed> TWO_STEPS = List.of(Deed.READ, Deed.WRITE);
  private static final List<Deed> ONE_STEP = List.of(Deed.UPDATE);

  private record Kept(
      @JsonProperty(required = true) Schedule order,
      @JsonProperty(required = true) List<Event> events) {}

  private Schedules() {}

  /** All orders that there are for a strategy; two, where an update is a single step. */
  public static List<Schedule> of(String strategy) {
    boolean two = Strategies.named(strategy).stages().contains(SyncPoint.AFTER_READ);
    return Schedule.all(WORKERS, two ? TWO_STEPS : ONE_STEP);
  }

  private static int place(Schedule order) {
    boolean one = order.steps().get(0).deed() == Deed.UPDATE;
    return Schedule.all(WORKERS, one ? ONE_STEP : TWO_STEPS).indexOf(order);
  }

  /** The run that is made of every order: +100 and -100, once each. */
  public static Workload.Builder workload() {
    return Workload.builder()
        .workers(WORKERS)
        .updates(1L)
        .deltas(Deltas.dealt(List.of(100L, -100L)))
        .lease(LEASE)
        .pacing(Workload.Pacing.GATED);
  }

  /** Forces an order, and tells nobody meanwhile. */
  public static ForcedRun force(Lab lab, String strategy, Workload workload, Schedule order)
      throws InterruptedException {
    return force(lab, strategy, workload, order, RunListener.NONE);
  }

  /**
   * Forces an order.
   *
   * @param workload as from {@link #workload}
   * @param listener is told how the run gets on
   * @throws UnavailableException if the workers or Redis are lost, or a worker never comes where it
   *     is waited for
   */
  public static ForcedRun force(
      Lab lab, String strategy, Workload workload, Schedule order, RunListener listener)
      throws InterruptedException {
    List<Event> events = new ArrayList<>();
    Leading script = new Leading(lab.subject(), events, walk -> walk.follow(order));
    return kept(order, events, lab.run(strategy, workload, listener, script));
  }

  /** Says who moves next. */
  @FunctionalInterface
  public interface Mover {

    /**
     * Chooses one.
     *
     * @param soFar what has happened
     * @param free who can move, from 0; at least one
     */
    int next(RunSpec spec, List<Event> soFar, List<Integer> free) throws InterruptedException;
  }

  /**
   * Leads the workers as somebody says step by step; the order is the one that this makes.
   *
   * @param workload as from {@link #workload}, with patience for whoever chooses
   * @param listener is told how the run gets on
   * @throws UnavailableException as {@link #force} does
   */
  public static ForcedRun lead(
      Lab lab, String strategy, Workload workload, Mover mover, RunListener listener)
      throws InterruptedException {
    List<Deed> deeds = of(strategy).get(0).steps().size() > WORKERS ? TWO_STEPS : ONE_STEP;
    List<Event> events = new ArrayList<>();
    List<Step> made = new ArrayList<>();
    Leading script =
        new Leading(lab.subject(), events, walk -> walk.follow(mover, deeds.get(0), made));
    RunResult result = lab.run(strategy, workload, listener, script);
    // Who was turned away has no further step to make, which an order has all the same.
    for (int worker = 0; worker < WORKERS; worker++) {
      for (Deed deed : deeds) {
        Step step = new Step(worker, deed);
        if (!made.contains(step)) {
          made.add(step);
        }
      }
    }
    return kept(new Schedule(made), events, result);
  }

  private static ForcedRun kept(Schedule order, List<Event> events, RunResult result) {
    result.requireKept();
    try {
      Files.writeString(
          result.folder().resolve(FILE), Json.MAPPER.writeValueAsString(new Kept(order, events)));
    } catch (IOException e) {
      throw new UnavailableException(
          "the order cannot be kept in " + result.folder() + ": " + Errors.rootMessage(e));
    }
    return new ForcedRun(order, events, result.judged());
  }

  /** All forced orders that are kept in a folder, each in its place; none in any other folder. */
  public static List<ForcedRun> readAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(run -> Files.isRegularFile(run.resolve(FILE)))
          .map(Schedules::read)
          .sorted(Comparator.comparingInt((ForcedRun forced) -> place(forced.order())))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Reads a forced order back.
   *
   * @throws UsageException if a file is missing or not what it should be
   */
  public static ForcedRun read(Path folder) {
    Judged run = Judged.of(new RunFolder(folder).read());
    try {
      Kept kept = Json.MAPPER.readValue(Files.readString(folder.resolve(FILE)), Kept.class);
      return new ForcedRun(kept.order(), kept.events(), run);
    } catch (IOException e) {
      throw new UsageException(folder.resolve(FILE) + " cannot be read: " + Errors.rootMessage(e));
    }
  }

  /** Which way the workers are led. */
  private interface Way {
    void follow(Leading.Walk walk) throws InterruptedException;
  }

  /** Leads the workers through one order. */
  private static final class Leading implements ThreadScheduler {

    private final RedisAddress subject;
    private final List<Event> events;
    private final Way way;

    Leading(RedisAddress subject, List<Event> events, Way way) {
      this.subject = subject;
      this.events = events;
      this.way = way;
    }

    @Override
    public List<Breakpoint> gates(RunSpec spec) {
      List<Breakpoint> gates = new ArrayList<>();
      for (String worker : spec.team()) {
        STOPS.forEach(stage -> gates.add(new Breakpoint(worker, 0, stage)));
      }
      return gates;
    }

    @Override
    public void play(SteppedThreads gates) throws InterruptedException {
      try (Link link = subject.link("locklab-verifier")) {
        way.follow(new Walk(gates, link));
      }
    }

    /** One walk through the order. */
    private final class Walk {

      private final SteppedThreads gates;
      private final Link link;
      private final CommandArguments look;
      private final List<ThreadPosition> places = new ArrayList<>();

      Walk(SteppedThreads gates, Link link) {
        this.gates = gates;
        this.link = link;
        AccountKeys keys = new AccountKeys(gates.spec().run());
        this.look = new CommandArguments(Command.MGET).add(keys.balance()).add(keys.version());
      }

      private void gather() throws InterruptedException {
        for (int worker = 0; worker < WORKERS; worker++) {
          places.add(gates.await(name(worker), 0));
        }
      }

      /**
       * Goes where it is told to.
       *
       * @param first what the first step of an update does
       * @param made gets the steps
       */
      void follow(Mover mover, Deed first, List<Step> made) throws InterruptedException {
        gather();
        List<Integer> free = free();
        while (!free.isEmpty()) {
          int worker = mover.next(gates.spec(), List.copyOf(events), free);
          boolean inside = isInside(worker);
          made.add(new Step(worker, inside ? Deed.WRITE : first));
          if (inside) {
            finish(worker);
          } else {
            goOn(worker);
          }
          free = free();
        }
      }

      private List<Integer> free() {
        return IntStream.range(0, WORKERS)
            .filter(worker -> !isDone(worker) && !isHeldBack(worker))
            .boxed()
            .toList();
      }

      void follow(Schedule order) throws InterruptedException {
        gather();
        for (Step step : order.steps()) {
          if (step.deed() != Deed.WRITE) {
            goOn(step.worker());
          } else if (isHeldBack(step.worker())) {
            events.add(event(step.worker(), Kind.WAITS, other(step.worker())));
          } else {
            finish(step.worker());
          }
        }
        for (int worker = 0; worker < WORKERS; worker++) {
          finish(worker);
        }
      }

      /** A write that is dropped is made once more: that is all one step. */
      private void finish(int worker) throws InterruptedException {
        while (!isDone(worker)) {
          goOn(worker);
        }
      }

      /** One worker goes on to its next gate; whoever waited for it to get out may come in then. */
      private void goOn(int worker) throws InterruptedException {
        ThreadPosition from = places.get(worker);
        long version = version();
        ThreadPosition now =
            isHeldBack(worker)
                ? gates.awaitArrival(name(worker), from)
                : gates.step(name(worker), from);
        if (now.moving() == Moving.HELD_BACK && !isInside(other(worker))) {
          // Nobody is there who could block it: it is slow.
          now = gates.awaitArrival(name(worker), now);
        }
        places.set(worker, now);
        say(worker, from.stage(), now, version() != version);
        if (isDone(worker) && isHeldBack(other(worker))) {
          goOn(other(worker));
        }
      }

      private void say(int worker, SyncPoint from, ThreadPosition now, boolean written) {
        if (now.moving() == Moving.HELD_BACK) {
          events.add(event(worker, Kind.BLOCKED, other(worker)));
        } else if (now.stage() == SyncPoint.AFTER_READ) {
          if (from == SyncPoint.AFTER_READ) {
            events.add(event(worker, Kind.ABORTS, null));
          }
          events.add(event(worker, Kind.READS, null));
        } else if (from == SyncPoint.AFTER_READ) {
          events.add(event(worker, written ? Kind.WRITES : Kind.REFUSED, null));
        } else if (written) {
          events.add(event(worker, Kind.UPDATES, null));
        } else {
          events.add(event(worker, Kind.TURNED_AWAY, other(worker)));
        }
      }

      private Event event(int worker, Kind kind, @Nullable Integer by) {
        return new Event(worker, kind, by, number(0));
      }

      private long version() {
        return Objects.requireNonNullElse(number(1), 0L);
      }

      /**
       * Nobody else writes while everybody stands, so what is there is what was read or written.
       */
      private @Nullable Long number(int which) {
        try {
          return Replies.number(link.list(look).get(which));
        } catch (NumberFormatException e) {
          return null;
        }
      }

      private boolean isDone(int worker) {
        return places.get(worker).stoppedAt(SyncPoint.AFTER_RELEASE);
      }

      private boolean isHeldBack(int worker) {
        return places.get(worker).moving() == Moving.HELD_BACK;
      }

      private boolean isInside(int worker) {
        return places.get(worker).stoppedAt(SyncPoint.AFTER_READ);
      }

      private int other(int worker) {
        return 1 - worker;
      }

      private String name(int worker) {
        return gates.spec().team().get(worker);
      }
    }
  }
}
