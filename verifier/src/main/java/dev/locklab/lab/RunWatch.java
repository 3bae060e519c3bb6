package dev.locklab.lab;

import dev.locklab.options.UnavailableException;
import dev.locklab.run.Gate;
import dev.locklab.run.Order;
import dev.locklab.run.Report;
import dev.locklab.run.Report.Standing;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Leads one run's workers from the first order to the last tally, and notices who gets lost. */
final class RunWatch {

  /** How long workers may take to hand in their tallies once they were told to stop. */
  private static final long STOPPING_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** After how long without a word from the control a run is over. */
  private static final long DEAF_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long LOOK_MILLIS = 100;

  /** Makes orders in the lab's name. */
  interface Orders {
    Order make(
        Order.Phase phase,
        @Nullable String run,
        List<Order.Member> team,
        List<String> received,
        List<Gate> gates);
  }

  private final Board board;
  private final @Nullable Fleet fleet;
  private final RunSpec spec;
  private final List<Order.Member> team;
  private final RunListener listener;
  private final Supplier<@Nullable String> stopRequest;
  private final Orders orders;
  private final Map<String, List<Tally>> tallies = new ConcurrentHashMap<>();
  private final Map<String, Report> lastReports = new HashMap<>();
  private final Map<String, Order.Member> dead = new LinkedHashMap<>();
  private final @Nullable Script script;
  private List<Gate> gates;
  private volatile @Nullable RuntimeException failure;
  private boolean stalled;
  private @Nullable String stopped;

  RunWatch(
      Board board,
      @Nullable Fleet fleet,
      RunSpec spec,
      List<Order.Member> team,
      RunListener listener,
      Supplier<@Nullable String> stopRequest,
      Orders orders,
      @Nullable Script script) {
    this.board = board;
    this.fleet = fleet;
    this.spec = spec;
    this.team = team;
    this.listener = listener;
    this.stopRequest = stopRequest;
    this.orders = orders;
    this.script = script;
    this.gates = script == null ? List.of() : script.gates(spec);
  }

  /** Workers that died, in the order in which it was noticed. */
  List<String> dead() {
    return dead.values().stream().map(Order.Member::name).toList();
  }

  boolean stalled() {
    return stalled;
  }

  @Nullable String stopped() {
    return stopped;
  }

  /** What the workers handed in, in the order of the team. */
  List<Tally> tallies() {
    List<Tally> all = new ArrayList<>();
    for (Order.Member member : team) {
      all.addAll(tallies.getOrDefault(member.id(), List.of()));
    }
    return all;
  }

  /**
   * Has everybody connect and warm up.
   *
   * @throws UnavailableException if somebody cannot
   */
  void prepare(long seconds) throws InterruptedException {
    listener.progress(spec, RunListener.Phase.PREPARING, RunListener.Progress.NONE);
    order(Order.Phase.PREPARE);
    boolean ready =
        board.await(
            () ->
                stopRequest.get() != null
                    || present().size() < team.size()
                    || present().values().stream().anyMatch(this::cannot)
                    || present().values().stream().allMatch(this::isReady),
            seconds,
            TimeUnit.SECONDS);
    Map<String, Board.Member> present = present();
    for (Order.Member member : team) {
      Board.Member at = present.get(member.id());
      if (at == null) {
        String words = fleet == null ? "" : fleet.lastWords(member.name());
        throw new UnavailableException(
            "worker "
                + member.name()
                + " was lost while it prepared"
                + (words.isEmpty() ? "" : ": " + words));
      }
      if (cannot(at)) {
        throw new UnavailableException(
            "worker " + member.name() + " cannot prepare: " + at.report().trouble());
      }
    }
    if (!ready) {
      throw new UnavailableException("the workers did not get ready within " + seconds + " s");
    }
  }

  private boolean cannot(Board.Member member) {
    return member.isAt(spec.run()) && member.report().trouble() != null;
  }

  private boolean isReady(Board.Member member) {
    return member.isAt(spec.run()) && member.report().standing() == Standing.READY;
  }

  /**
   * Opens the gate and waits until everybody has handed in a tally, or is known to be dead.
   *
   * @throws RuntimeException what the script failed with, once that is so
   */
  void work() throws InterruptedException {
    order(Order.Phase.GO);
    Thread player = script == null ? null : play(script);
    try {
      watch();
    } finally {
      if (player != null) {
        player.interrupt();
        player.join();
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Thread play(Script script) {
    Gates led = new Gates(board, spec, team, gates, this::order, stopRequest);
    Thread player =
        new Thread(
            () -> {
              try {
                script.play(led);
              } catch (InterruptedException e) {
                // The run is being ended.
              } catch (RuntimeException e) {
                failure = e;
              } finally {
                led.open();
              }
            },
            "script-" + spec.run());
    player.setDaemon(true);
    player.start();
    return player;
  }

  private void watch() throws InterruptedException {
    long start = System.nanoTime();
    long lastNews = start;
    long lastSum = 0;
    long stoppingSince = 0;
    long patience =
        spec.patience().plus(spec.pause()).plus(spec.think()).plus(spec.linger()).toNanos();
    while (true) {
      board.await(this::everybodyIsAccountedFor, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      look();
      long now = System.nanoTime();
      long sum = lastReports.values().stream().mapToLong(Report::done).sum();
      if (sum != lastSum) {
        lastSum = sum;
        lastNews = now;
      }
      tell((now - start) / 1e9, sum);
      if (everybodyIsAccountedFor()) {
        return;
      }
      if (board.deafNanos() > DEAF_NANOS) {
        stopped = "Redis could not be reached any more";
        giveUpTheMissing();
        return;
      }
      String request = stopRequest.get();
      if (stoppingSince == 0 && (request != null || now - lastNews > patience)) {
        stalled = request == null;
        stopped = request == null ? null : request;
        stoppingSince = now;
        order(Order.Phase.STOP);
      }
      if (stoppingSince != 0 && now - stoppingSince > STOPPING_NANOS) {
        giveUpTheMissing();
        return;
      }
    }
  }

  private void giveUpTheMissing() {
    for (Order.Member member : team) {
      if (!tallies.containsKey(member.id())) {
        dead.putIfAbsent(member.id(), member);
      }
    }
  }

  private boolean everybodyIsAccountedFor() {
    look();
    return team.stream()
        .allMatch(member -> tallies.containsKey(member.id()) || dead.containsKey(member.id()));
  }

  private void look() {
    Map<String, Board.Member> present = present();
    boolean news = false;
    for (Order.Member member : team) {
      if (tallies.containsKey(member.id()) || dead.containsKey(member.id())) {
        continue;
      }
      Board.Member at = present.get(member.id());
      if (at != null && at.isAt(spec.run())) {
        lastReports.put(member.id(), at.report());
        List<Tally> handedIn = at.tallies();
        if (handedIn != null) {
          tallies.put(member.id(), handedIn);
          news = true;
          continue;
        }
      }
      if (at == null || (fleet != null && fleet.hasEnded(member.name()))) {
        dead.put(member.id(), member);
        board.forget(member.id());
      }
    }
    if (news) {
      order(board.order().phase());
    }
  }

  private Map<String, Board.Member> present() {
    Map<String, Board.Member> present = new HashMap<>();
    for (Board.Member member : board.members()) {
      present.put(member.id(), member);
    }
    present.keySet().retainAll(team.stream().map(Order.Member::id).toList());
    return present;
  }

  private void tell(double seconds, long done) {
    long applied = 0;
    long stale = 0;
    for (Report report : lastReports.values()) {
      applied += report.applied();
      stale += report.stale();
    }
    double share =
        spec.duration() != null
            ? seconds * 1e9 / spec.duration().toNanos()
            : (double) done / spec.quota();
    listener.progress(
        spec,
        RunListener.Phase.WORKING,
        new RunListener.Progress(seconds, Math.min(1, share), applied, stale));
  }

  private synchronized void order(Order.Phase phase) {
    board.order(orders.make(phase, spec.run(), team, List.copyOf(tallies.keySet()), gates));
  }

  private synchronized void order(List<Gate> granted) {
    gates = granted;
    order(board.order().phase());
  }
}
