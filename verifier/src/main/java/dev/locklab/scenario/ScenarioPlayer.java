package dev.locklab.scenario;

import dev.locklab.control.Breakpoint;
import dev.locklab.exit.UnavailableException;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Interruptible;
import dev.locklab.lab.Lab;
import dev.locklab.lab.Libraries;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.ServerProgram;
import dev.locklab.lab.SharedClasses;
import dev.locklab.lab.SteppedThreads;
import dev.locklab.lab.ThreadScheduler;
import dev.locklab.run.Injection;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenarios, each on servers and in worker JVMs of its own, with the control on a server that
 * nothing happens to, so that several threads may play at once. Whatever a scenario froze or
 * started is thawed and stopped again, however it ends.
 */
public final class ScenarioPlayer implements Interruptible {

  /** How many worker JVMs take part in a scenario. */
  public static final int WORKERS = 3;

  /** What the lab itself is called, among those who have a proxy. */
  private static final String LAB = "lab";

  /** The strategy that loads most of what any of them does. */
  private static final String REHEARSED = "lock";

  private static final long REHEARSALS = 50;

  private final Path results;
  private final ServerProgram program;
  private final Libraries libraries;
  private final boolean armed;
  private final Set<Lab> playing = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String stop;
  private volatile @Nullable SharedClasses classes;

  private ScenarioPlayer(Path results, ServerProgram program, Libraries libraries, boolean armed) {
    this.results = results;
    this.program = program;
    this.libraries = libraries;
    this.armed = armed;
  }

  /** A player that keeps its runs in that folder. */
  public static ScenarioPlayer keepingIn(Path results) {
    return new ScenarioPlayer(results, ServerProgram.LOCAL, new Libraries(List.of(), false), true);
  }

  /** The same with subjects made of that. */
  public ScenarioPlayer with(ServerProgram servers) {
    return new ScenarioPlayer(results, servers, libraries, armed);
  }

  /** The same with workers that have their libraries from there. */
  public ScenarioPlayer with(Libraries from) {
    return new ScenarioPlayer(results, program, from, armed);
  }

  /**
   * The same with all faults left out, which shows whether a scenario would notice that its fault
   * has not bitten.
   */
  public ScenarioPlayer withoutFaults() {
    return new ScenarioPlayer(results, program, libraries, false);
  }

  /**
   * Makes ready for many scenarios: takes some seconds, and each of those that follow on this
   * player takes less.
   *
   * @throws UnavailableException if workers or servers cannot be had
   */
  public void prepareForMany() throws InterruptedException {
    SharedClasses recorded = SharedClasses.none();
    classes = recorded;
    try (Lab lab =
        Lab.on(null).crew(Crew.own(1)).recording(recorded).results(recorded.folder()).open()) {
      enter(lab);
      lab.run(REHEARSED, Workload.builder().updates(REHEARSALS).build());
      playing.remove(lab);
    }
  }

  @Override
  public void stop(String why) {
    stop = why;
    playing.forEach(lab -> lab.stop(why));
  }

  /** Takes note of a lab, so that it is stopped when this is. */
  private void enter(Lab lab) {
    playing.add(lab);
    String stopped = stop;
    if (stopped != null) {
      lab.stop(stopped);
    }
  }

  @Override
  public boolean isStopped() {
    return stop != null;
  }

  /** No server or worker outlives its scenario; what has been prepared for many is deleted. */
  @Override
  public void close() {
    SharedClasses prepared = classes;
    if (prepared != null) {
      prepared.close();
    }
  }

  /**
   * Plays a scenario on the first of its topologies and judges the run.
   *
   * @throws UnavailableException as {@link #play(Scenario, Topology, String, RunListener)} does
   */
  public RunResult play(Scenario scenario, String strategy, RunListener listener)
      throws InterruptedException {
    return play(scenario, scenario.topologies().get(0), strategy, listener);
  }

  /**
   * Plays a scenario and judges the run.
   *
   * @param topology one of the scenario's
   * @throws UnavailableException if workers or servers cannot be had, or are lost otherwise than by
   *     the fault
   * @throws IllegalArgumentException if there is no such strategy
   */
  public RunResult play(Scenario scenario, Topology topology, String strategy, RunListener listener)
      throws InterruptedException {
    Strategy named = Strategies.named(strategy);
    try (Subject subject = Subject.start(topology, program, scenario.settings());
        EmbeddedRedis control = EmbeddedRedis.start();
        Signals signals = new Signals();
        Lab lab = lab(subject, control)) {
      enter(lab);
      try {
        String needs = named.needs(lab.server());
        if (needs != null) {
          throw new UnavailableException(
              strategy + " needs " + needs + ", this is " + lab.server());
        }
        Script script = new Script(scenario, topology, named, lab, subject, signals);
        return lab.run(strategy, workload(scenario, named), listener, script);
      } finally {
        playing.remove(lab);
      }
    }
  }

  /** Whoever is told at once that the lock is taken asks again, or nobody would outlast a lease. */
  private static Workload workload(Scenario scenario, Strategy strategy) {
    Workload.Builder workload = scenario.workload();
    return (strategy.waits() ? workload : workload.onBusy(Workload.OnBusy.RETRY)).build();
  }

  private Lab lab(Subject subject, EmbeddedRedis control) {
    Lab.Builder settings =
        Lab.on(subject.route(LAB))
            .control(control.address())
            .route(subject::route)
            .crew(Crew.own(WORKERS))
            .libraries(libraries)
            .results(results);
    SharedClasses prepared = classes;
    return (prepared == null ? settings : settings.sharing(prepared)).open();
  }

  /** A scenario as a run plays it. */
  private final class Script implements ThreadScheduler {

    private final Scenario scenario;
    private final Topology topology;
    private final Strategy strategy;
    private final Lab lab;
    private final Subject subject;
    private final Signals signals;
    private volatile @Nullable Scene scene;

    Script(
        Scenario scenario,
        Topology topology,
        Strategy strategy,
        Lab lab,
        Subject subject,
        Signals signals) {
      this.scenario = scenario;
      this.topology = topology;
      this.strategy = strategy;
      this.lab = lab;
      this.subject = subject;
      this.signals = signals;
    }

    @Override
    public List<Breakpoint> gates(RunSpec spec) {
      return spec.team().stream()
          .map(worker -> new Breakpoint(worker, 0, SyncPoint.BEFORE_ACQUIRE))
          .toList();
    }

    @Override
    public void play(SteppedThreads threads) throws InterruptedException {
      Scene played = new Scene(scenario, topology, strategy, lab, subject, threads, signals, armed);
      scene = played;
      try {
        played.gather();
        scenario.play(played);
      } catch (NotBitten e) {
        played.unbitten(String.valueOf(e.getMessage()));
      } finally {
        signals.close();
        subject.mend();
      }
    }

    @Override
    public boolean silences(String worker) {
      Scene played = scene;
      return played != null && played.isSilenced(worker);
    }

    @Override
    public @Nullable Injection injection() {
      Scene played = scene;
      return played == null
          ? new Injection(
              scenario.name(),
              topology.key(),
              List.copyOf(scenario.effects()),
              null,
              null,
              null,
              List.of())
          : played.injection();
    }
  }
}
