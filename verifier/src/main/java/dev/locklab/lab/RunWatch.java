package dev.locklab.lab;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.locklab.control.Breakpoint;
import dev.locklab.control.Heartbeat;
import dev.locklab.control.Order;
import dev.locklab.exit.UnavailableException;
import dev.locklab.run.Ending;
import dev.locklab.run.Injection;
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
        List<Breakpoint> gates);
  }

  private final ControlChannel channel;
  private final RunSpec spec;
  private final Team team;
  private final RunListener listener;
  private final Supplier<@Nullable String> stopRequest;
  private final Orders orders;
  private final Map<String, List<Tally>> tallies = new ConcurrentHashMap<>();
  private final Map<String, Heartbeat> lastReports = new HashMap<>();
  private final Map<String, Order.Member> dead = new LinkedHashMap<>();
  private final @Nullable ThreadScheduler script;
  private final long malformedBefore;
  private List<Breakpoint> gates;
  private volatile @Nullable RuntimeException failure;
  private boolean stalled;
  private @Nullable String stopped;

  RunWatch(
      ControlChannel channel,
      @Nullable CrewProcesses own,
      RunSpec spec,
      List<Order.Member> members,
      RunListener listener,
      Supplier<@Nullable String> stopRequest,
      Orders orders,
      @Nullable ThreadScheduler script) {
    this.channel = channel;
    this.spec = spec;
    this.team = new Team(channel, own, members);
    this.listener = listener;
    this.stopRequest = stopRequest;
    this.orders = orders;
    this.script = script;
    this.malformedBefore = channel.malformed();
    this.gates = script == null ? List.of() : script.gates(spec);
  }

  /** Workers that died, in the order in which it was noticed. */
  List<String> dead() {
    return dead.values().stream().map(Order.Member::name).toList();
  }

  /** How many updates each of the dead had said to be applied, when it was last heard of. */
  Map<String, Long> lastHeard() {
    Map<String, Long> applied = new HashMap<>();
    dead.forEach(
        (id, member) -> {
          Heartbeat last = lastReports.get(id);
          if (last != null) {
            applied.put(member.name(), last.applied());
          }
        });
    return applied;
  }

  /** Versions of what the workers had loaded, by library; several with commas between them. */
  Map<String, String> libraries() {
    return Team.libraries(lastReports.values());
  }

  /** What the script broke on purpose; null if nothing. */
  @Nullable Injection injection() {
    return script == null ? null : script.injection();
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
    for (Order.Member member : team.members()) {
      all.addAll(tallies.getOrDefault(member.id(), List.of()));
    }
    return all;
  }

  /** How many messages came during the run that nobody of any lab's can have sent. */
  long malformed() {
    return channel.malformed() - malformedBefore;
  }

  /**
   * Has everybody connect and warm up.
   *
   * @return false if that stalled
   * @throws UnavailableException if somebody cannot, or is lost
   */
  boolean prepare() throws InterruptedException {
    listener.progress(spec, RunListener.Phase.PREPARING, RunListener.Progress.NONE);
    order(Order.Phase.PREPARE);
    return new Preparation(channel, spec, team, stopRequest).await();
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
      watch(0);
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

  /** Ends a run whose preparation stalled: nobody has begun, and they say where they wait. */
  void giveUp() throws InterruptedException {
    stalled = true;
    order(Order.Phase.STOP);
    watch(System.nanoTime());
  }

  private Thread play(ThreadScheduler script) {
    SteppedThreads led =
        new SteppedThreads(channel, spec, team.members(), gates, this::order, stopRequest);
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

  /**
   * @param told when the workers were told to stop, by {@link System#nanoTime}; 0 if they were not
   */
  private void watch(long told) throws InterruptedException {
    long start = System.nanoTime();
    long lastNews = start;
    long lastSum = 0;
    long stoppingSince = told;
    long patience =
        spec.workload()
            .patience()
            .plus(spec.workload().pause())
            .plus(spec.workload().think())
            .plus(spec.workload().linger())
            .toNanos();
    while (true) {
      channel.await(this::everybodyIsAccountedFor, LOOK_MILLIS, MILLISECONDS);
      look();
      long now = System.nanoTime();
      long sum = lastReports.values().stream().mapToLong(Heartbeat::done).sum();
      if (sum != lastSum) {
        lastSum = sum;
        lastNews = now;
      }
      tell((now - start) / 1e9, sum);
      if (everybodyIsAccountedFor()) {
        return;
      }
      if (channel.deafNanos() > DEAF_NANOS) {
        stopped = Ending.CUT_OFF;
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
    for (Order.Member member : team.members()) {
      if (!tallies.containsKey(member.id())) {
        dead.putIfAbsent(member.id(), member);
      }
    }
  }

  private boolean everybodyIsAccountedFor() {
    look();
    return team.members().stream()
        .allMatch(member -> tallies.containsKey(member.id()) || dead.containsKey(member.id()));
  }

  private void look() {
    Map<String, ControlChannel.Member> present = team.present();
    boolean news = false;
    for (Order.Member member : team.members()) {
      if (tallies.containsKey(member.id()) || dead.containsKey(member.id())) {
        continue;
      }
      ControlChannel.Member at = present.get(member.id());
      if (at != null && at.isAt(spec.run())) {
        lastReports.put(member.id(), at.report());
        List<Tally> handedIn = at.tallies();
        if (handedIn != null && areOf(member, handedIn)) {
          tallies.put(member.id(), handedIn);
          news = true;
          continue;
        }
      }
      boolean silenced = script != null && script.silences(member.name());
      if ((at == null && !silenced) || team.hasEnded(member)) {
        dead.put(member.id(), member);
        channel.forget(member.id());
      }
    }
    if (news) {
      order(channel.order().phase());
    }
  }

  /** Anybody may hand in tallies in a worker's name, but only a worker knows what to say. */
  private boolean areOf(Order.Member member, List<Tally> handedIn) {
    return handedIn.stream()
        .allMatch(
            tally ->
                tally.worker().equals(member.name()) && tally.thread() < spec.workload().threads());
  }

  private void tell(double seconds, long done) {
    long applied = 0;
    long stale = 0;
    for (Heartbeat report : lastReports.values()) {
      applied += report.applied();
      stale += report.stale();
    }
    double share =
        spec.workload().duration() != null
            ? seconds * 1e9 / spec.workload().duration().toNanos()
            : (double) done / spec.workload().quota();
    listener.progress(
        spec,
        RunListener.Phase.WORKING,
        new RunListener.Progress(
            seconds, Math.min(1, share), applied, stale, standing(), injection()));
  }

  private List<RunListener.Member> standing() {
    return team.members().stream()
        .map(
            member ->
                new RunListener.Member(
                    member.name(), lastReports.get(member.id()), dead.containsKey(member.id())))
        .toList();
  }

  private synchronized void order(Order.Phase phase) {
    channel.order(
        orders.make(phase, spec.run(), team.members(), List.copyOf(tallies.keySet()), gates));
  }

  private synchronized void order(List<Breakpoint> granted) {
    gates = granted;
    order(channel.order().phase());
  }
}
