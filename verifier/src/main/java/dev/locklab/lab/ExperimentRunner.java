package dev.locklab.lab;

import dev.locklab.audit.Judged;
import dev.locklab.exit.UnavailableException;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Setting;
import dev.locklab.experiment.Setup;
import dev.locklab.experiment.StrategyProfile;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runs of an experiment, one after the other: every strategy under every setting once,
 * then all of them again, so that whatever changes on the machine meanwhile meets all of them
 * alike.
 *
 * <pre>{@code
 * Experiment made =
 *     ExperimentRunner.in(lab)
 *         .strategies("race", "lock")
 *         .settings(List.of(new Setting(2, 1, Duration.ZERO, Duration.ZERO, null)))
 *         .workload(run -> run.updates(500L))
 *         .repeats(3)
 *         .build()
 *         .run();
 * }</pre>
 */
public final class ExperimentRunner {

  /** One of the runs that are to be made. */
  private record Place(String strategy, Setting setting) {}

  private final Builder plan;
  private final Setup setup;
  private final List<Judged> runs;
  private final List<Place> missing = new ArrayList<>();

  private ExperimentRunner(Builder plan, Setup setup) {
    this.plan = plan;
    this.setup = setup;
    this.runs = new ArrayList<>(plan.made);
    Map<Place, Integer> made = new HashMap<>();
    for (Judged run : runs) {
      made.merge(new Place(run.spec().strategy(), Setting.of(run.spec())), 1, Integer::sum);
    }
    for (int repeat = 0; repeat < setup.repeats(); repeat++) {
      for (Setup.Place planned : setup.places()) {
        Place place = new Place(planned.profile().name(), planned.setting());
        if (planned.profile().needs() == null && repeat >= made.getOrDefault(place, 0)) {
          missing.add(place);
        }
      }
    }
  }

  /** An experiment in that lab. */
  public static Builder in(Lab lab) {
    return new Builder(lab);
  }

  /**
   * What a run of an experiment does under a setting.
   *
   * @param common sets what all runs have alike
   * @throws IllegalArgumentException naming the option that is out of range
   */
  public static Workload workload(Setting setting, UnaryOperator<Workload.Builder> common) {
    return common.apply(setting.applyTo(Workload.builder())).build();
  }

  /** Collects what an experiment consists of. */
  public static final class Builder {

    private final Lab lab;
    private List<Strategy> strategies = List.of();
    private List<Setting> settings = List.of();
    private UnaryOperator<Workload.Builder> workload = run -> run;
    private int repeats = 1;
    private Duration warmUp = Duration.ZERO;
    private List<Judged> made = List.of();
    private boolean everybody;
    private String command = "";

    private Builder(Lab lab) {
      this.lab = lab;
    }

    public Builder strategies(List<Strategy> chosen) {
      this.strategies = List.copyOf(chosen);
      return this;
    }

    /**
     * The strategies of these names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Builder strategies(String... names) {
      return strategies(Arrays.stream(names).map(Strategies::named).toList());
    }

    /** What is varied; the lab must have as many workers as the largest of them wants. */
    public Builder settings(List<Setting> varied) {
      this.settings = List.copyOf(varied);
      return this;
    }

    /** Sets what all runs have alike. */
    public Builder workload(UnaryOperator<Workload.Builder> common) {
      this.workload = common;
      return this;
    }

    public Builder repeats(int count) {
      this.repeats = count;
      return this;
    }

    /** How long a strategy runs before its first run that counts; by default not at all. */
    public Builder warmUp(Duration time) {
      this.warmUp = time;
      return this;
    }

    /** Runs that have been made before; only what is missing is made. */
    public Builder made(List<Judged> before) {
      this.made = List.copyOf(before);
      return this;
    }

    /** Whether all workers that come take part in every run, however many its setting says. */
    public Builder everybody(boolean all) {
      this.everybody = all;
      return this;
    }

    /** The command that makes the experiment again, for its report. */
    public Builder command(String again) {
      this.command = again;
      return this;
    }

    /**
     * Looks which of the strategies the lab's server can run.
     *
     * @throws UnavailableException if it can run none of them, or a library cannot be had
     */
    public ExperimentRunner build() {
      if (strategies.isEmpty() || settings.isEmpty()) {
        throw new IllegalArgumentException("an experiment has a strategy and a setting at least");
      }
      ServerInfo server = lab.server();
      List<StrategyProfile> profiles =
          strategies.stream().map(strategy -> profile(strategy, server)).toList();
      if (profiles.stream().noneMatch(profile -> profile.needs() == null && !profile.isLimit())) {
        throw new UnavailableException(server + " can run none of these strategies");
      }
      return new ExperimentRunner(
          this, new Setup(EnvironmentProbe.of(lab, server, command), profiles, settings, repeats));
    }

    /** Where all have what the lab carries, there is nothing to tell apart by it. */
    private @Nullable String library(Strategy strategy) {
      Library library = strategy.library();
      return library == null || strategies.stream().allMatch(Strategies::isCarried)
          ? null
          : library.name();
    }

    private @Nullable String needs(Strategy strategy, ServerInfo server) {
      String there = lab.needs(strategy, server);
      if (there == null) {
        lab.fetch(strategy);
      }
      return there == null
          ? Strategies.needs(strategy, ExperimentRunner.workload(settings.get(0), workload))
          : there;
    }

    private StrategyProfile profile(Strategy strategy, ServerInfo server) {
      return new StrategyProfile(
          strategy.name(),
          strategy.promise(),
          strategy.summary(),
          strategy.reference(),
          strategy.roundTrips(),
          needs(strategy, server),
          library(strategy),
          settings.stream()
              .map(setting -> ExperimentRunner.workload(setting, workload))
              .flatMap(asked -> Strategies.ignored(strategy, asked).stream())
              .distinct()
              .toList());
    }
  }

  /** What the experiment is meant to be. */
  public Setup setup() {
    return setup;
  }

  /** How many runs are to be made. */
  public int missing() {
    return missing.size();
  }

  /** What there is by now. */
  public Experiment experiment() {
    return Experiment.of(setup, runs);
  }

  /** Whether there is no run yet. */
  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Makes the missing runs. */
  public Experiment run() throws InterruptedException {
    return run(RunListener.NONE, () -> false);
  }

  /**
   * Makes the missing runs.
   *
   * @param enough asked before each run: whether no more are wanted
   * @throws UnavailableException if Redis or the workers are lost on the way; the runs before stand
   */
  public Experiment run(RunListener listener, BooleanSupplier enough) throws InterruptedException {
    Set<String> met = new HashSet<>();
    for (Place place : missing) {
      if (plan.lab.isStopped() || enough.getAsBoolean()) {
        break;
      }
      Workload workload = workload(place.setting(), plan.workload);
      int workers = plan.everybody ? Integer.MAX_VALUE : place.setting().workers();
      if (met.add(place.strategy())) {
        prepare(place.strategy(), workload, workers, listener);
      }
      RunResult result = plan.lab.run(place.strategy(), workload, workers, listener);
      runs.add(result.judged());
      result.requireKept();
    }
    return experiment();
  }

  /** What is done once for each strategy, and not counted. */
  private void prepare(String strategy, Workload workload, int workers, RunListener listener)
      throws InterruptedException {
    listener.warmingUp(strategy);
    boolean limit =
        setup.strategies().stream()
            .anyMatch(known -> known.name().equals(strategy) && known.isLimit());
    if (!limit) {
      plan.lab.runAlone(strategy, workload);
    }
    if (!plan.warmUp.isZero()) {
      plan.lab.warmUp(strategy, warmUp(workload), workers);
    }
  }

  private Workload warmUp(Workload workload) {
    return Workload.builder()
        .threads(workload.threads())
        .duration(plan.warmUp)
        .think(workload.think())
        .linger(workload.linger())
        .lease(workload.lease())
        .onBusy(workload.onBusy())
        .waitFor(workload.waitFor())
        .journal(workload.journal())
        .streaming(workload.streaming())
        .build();
  }
}
