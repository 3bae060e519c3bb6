package dev.locklab.lab;

import dev.locklab.control.Breakpoint;
import dev.locklab.control.Order;
import dev.locklab.control.ThreadPosition;
import dev.locklab.control.ThreadPosition.Moving;
import dev.locklab.exit.UnavailableException;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gates of a run, as its {@link ThreadScheduler} sees them: where threads stand, and letting
 * them go on. Every wait is for a condition; what does not come within the run's patience is an
 * error.
 */
public final class SteppedThreads {

  private record Spot(String worker, int thread, SyncPoint stage) {}

  private final ControlChannel channel;
  private final RunSpec spec;
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final Map<Spot, Breakpoint> gates = new LinkedHashMap<>();
  private final Consumer<List<Breakpoint>> order;
  private final Supplier<@Nullable String> stopRequest;

  SteppedThreads(
      ControlChannel channel,
      RunSpec spec,
      List<Order.Member> team,
      List<Breakpoint> initial,
      Consumer<List<Breakpoint>> order,
      Supplier<@Nullable String> stopRequest) {
    this.channel = channel;
    this.spec = spec;
    this.order = order;
    this.stopRequest = stopRequest;
    team.forEach(member -> ids.put(member.name(), member.id()));
    initial.forEach(gate -> gates.put(new Spot(gate.worker(), gate.thread(), gate.stage()), gate));
  }

  /** The run, with the names of its workers. */
  public RunSpec spec() {
    return spec;
  }

  /**
   * Where a thread is, as far as its worker has said.
   *
   * @return null if it has not come to any stage yet
   * @throws UnavailableException if the worker is lost
   */
  public @Nullable ThreadPosition place(String worker, int thread) {
    ControlChannel.Member member = member(worker);
    return member.report().places().stream()
        .filter(place -> place.thread() == thread && member.isAt(spec.run()))
        .findFirst()
        .orElse(null);
  }

  /** How many updates a worker has come to the end of, as far as it has said. */
  public long done(String worker) {
    return member(worker).report().done();
  }

  /** How many updates of a worker's the store has acknowledged, as far as it has said. */
  public long applied(String worker) {
    return member(worker).report().applied();
  }

  private ControlChannel.Member member(String worker) {
    return channel.members().stream()
        .filter(member -> member.id().equals(ids.get(worker)))
        .findFirst()
        .orElseThrow(
            () -> new UnavailableException("worker " + worker + " was lost between two gates"));
  }

  /** Waits until a thread stands at a gate, or is held back on its way to the next. */
  public ThreadPosition await(String worker, int thread) throws InterruptedException {
    return await(worker, thread, place -> place.moving() != Moving.UNDER_WAY);
  }

  /** Lets a thread that stands at a gate go on, and does not wait. */
  public void pass(String worker, ThreadPosition from) {
    Spot spot = new Spot(worker, from.thread(), from.stage());
    Breakpoint gate = gates.get(spot);
    if (gate == null || from.moving() != Moving.STOPPED) {
      throw new IllegalStateException(worker + " does not stand at a gate: " + from);
    }
    gates.put(spot, gate.passes(from.visit()));
    order.accept(List.copyOf(gates.values()));
  }

  /**
   * Lets a thread that stands at a gate go on, and waits until it stands at the next, or is held
   * back on the way there.
   */
  public ThreadPosition step(String worker, ThreadPosition from) throws InterruptedException {
    pass(worker, from);
    return await(
        worker, from.thread(), place -> place.moving() == Moving.HELD_BACK || arrived(from, place));
  }

  /** Waits until a thread that was held back stands at a gate after all. */
  public ThreadPosition awaitArrival(String worker, ThreadPosition from)
      throws InterruptedException {
    return await(worker, from.thread(), place -> arrived(from, place));
  }

  private static boolean arrived(ThreadPosition from, ThreadPosition now) {
    boolean further = now.stage() != from.stage() || now.visit() != from.visit();
    return further && now.moving() == Moving.STOPPED;
  }

  private ThreadPosition await(String worker, int thread, Predicate<ThreadPosition> condition)
      throws InterruptedException {
    ThreadPosition[] found = new ThreadPosition[1];
    boolean there =
        channel.await(
            () -> {
              ThreadPosition place = place(worker, thread);
              boolean matches = place != null && condition.test(place);
              found[0] = matches ? place : null;
              return matches || stopRequest.get() != null;
            },
            spec.workload().patience().toMillis(),
            TimeUnit.MILLISECONDS);
    if (there && found[0] == null) {
      throw new InterruptedException();
    }
    if (!there) {
      throw new UnavailableException(
          "%s did not come to its next gate within %d s; it is at: %s"
              .formatted(worker, spec.workload().patience().toSeconds(), place(worker, thread)));
    }
    return found[0];
  }

  /** Has a thread stop at a stage from now on, before its next visit there. */
  public void close(String worker, int thread, SyncPoint stage) {
    ThreadPosition at = place(worker, thread);
    long visits = at != null && at.stage() == stage ? at.visit() : 0;
    Spot spot = new Spot(worker, thread, stage);
    gates.computeIfAbsent(spot, none -> new Breakpoint(worker, thread, stage).passes(visits));
    order.accept(List.copyOf(gates.values()));
  }

  /** Interrupts a thread if it is on its way from that stage to the next. */
  public void interrupt(String worker, int thread, SyncPoint from) {
    gates.compute(
        new Spot(worker, thread, from),
        (spot, gate) ->
            (gate == null ? new Breakpoint(worker, thread, from).passes(Long.MAX_VALUE) : gate)
                .interrupted());
    order.accept(List.copyOf(gates.values()));
  }

  /** Opens all gates of a worker for good. */
  public void open(String worker) {
    gates.replaceAll(
        (spot, gate) -> spot.worker().equals(worker) ? gate.passes(Long.MAX_VALUE) : gate);
    order.accept(List.copyOf(gates.values()));
  }

  /** Opens all gates for good. */
  void open() {
    List<Breakpoint> opened = new ArrayList<>();
    gates.values().forEach(gate -> opened.add(gate.passes(Long.MAX_VALUE)));
    order.accept(opened);
  }
}
