package dev.locklab.lab;

import dev.locklab.options.UnavailableException;
import dev.locklab.run.Gate;
import dev.locklab.run.Order;
import dev.locklab.run.Place;
import dev.locklab.run.Place.Moving;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Stage;
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
 * The gates of a run, as its {@link Script} sees them: where threads stand, and letting them go on.
 * Every wait is for a condition; what does not come within the run's patience is an error.
 */
public final class Gates {

  private record Spot(String worker, int thread, Stage stage) {}

  private final Board board;
  private final RunSpec spec;
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final Map<Spot, Gate> gates = new LinkedHashMap<>();
  private final Consumer<List<Gate>> order;
  private final Supplier<@Nullable String> stopRequest;

  Gates(
      Board board,
      RunSpec spec,
      List<Order.Member> team,
      List<Gate> initial,
      Consumer<List<Gate>> order,
      Supplier<@Nullable String> stopRequest) {
    this.board = board;
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
  public @Nullable Place place(String worker, int thread) {
    for (Board.Member member : board.members()) {
      if (member.id().equals(ids.get(worker))) {
        return member.report().places().stream()
            .filter(place -> place.thread() == thread && member.isAt(spec.run()))
            .findFirst()
            .orElse(null);
      }
    }
    throw new UnavailableException("worker " + worker + " was lost between two gates");
  }

  /** Waits until a thread stands at a gate, or is held back on its way to the next. */
  public Place await(String worker, int thread) throws InterruptedException {
    return await(worker, thread, place -> place.moving() != Moving.UNDER_WAY);
  }

  /** Lets a thread that stands at a gate go on, and does not wait. */
  public void pass(String worker, Place from) {
    Spot spot = new Spot(worker, from.thread(), from.stage());
    Gate gate = gates.get(spot);
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
  public Place step(String worker, Place from) throws InterruptedException {
    pass(worker, from);
    return await(
        worker, from.thread(), place -> place.moving() == Moving.HELD_BACK || arrived(from, place));
  }

  /** Waits until a thread that was held back stands at a gate after all. */
  public Place awaitArrival(String worker, Place from) throws InterruptedException {
    return await(worker, from.thread(), place -> arrived(from, place));
  }

  private static boolean arrived(Place from, Place now) {
    boolean further = now.stage() != from.stage() || now.visit() != from.visit();
    return further && now.moving() == Moving.STOPPED;
  }

  private Place await(String worker, int thread, Predicate<Place> condition)
      throws InterruptedException {
    Place[] found = new Place[1];
    boolean there =
        board.await(
            () -> {
              Place place = place(worker, thread);
              boolean matches = place != null && condition.test(place);
              found[0] = matches ? place : null;
              return matches || stopRequest.get() != null;
            },
            spec.patience().toMillis(),
            TimeUnit.MILLISECONDS);
    if (there && found[0] == null) {
      throw new InterruptedException();
    }
    if (!there) {
      throw new UnavailableException(
          "%s did not come to its next gate within %d s; it is at: %s"
              .formatted(worker, spec.patience().toSeconds(), place(worker, thread)));
    }
    return found[0];
  }

  /** Opens all gates for good. */
  void open() {
    List<Gate> opened = new ArrayList<>();
    gates.values().forEach(gate -> opened.add(gate.passes(Long.MAX_VALUE)));
    order.accept(opened);
  }
}
