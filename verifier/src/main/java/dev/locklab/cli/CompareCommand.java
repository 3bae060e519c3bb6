package dev.locklab.cli;

import dev.locklab.audit.Experiment;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Profile;
import dev.locklab.audit.Setting;
import dev.locklab.audit.Setup;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.ExperimentFolder;
import dev.locklab.lab.Lab;
import dev.locklab.lab.Surroundings;
import dev.locklab.options.UnavailableException;
import dev.locklab.options.UsageException;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Limits;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs strategies side by side on the same work. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Run strategies one after the other on the same work, and show them side by side.")
final class CompareCommand implements Callable<Integer> {

  private static final String ALL = "all";

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Option(
      names = "--strategies",
      split = ",",
      paramLabel = "NAME",
      description = "Which, or 'all'. Default: ${DEFAULT-VALUE}.",
      defaultValue = "race,lock,trylock")
  private List<String> strategies = List.of();

  @Option(
      names = "--limits",
      description = "Also run the limits to compare with: ping, and the token ring.")
  private boolean limits;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Make every run N times, in turn; the table has the one of median pace. Default: 1.",
      defaultValue = "1")
  private int repeat = 1;

  @Option(
      names = "--expect",
      paramLabel = "VERDICT",
      description = "Exit with 0 if, and only if, this is the verdict of every run.")
  private @Nullable Verdict expect;

  @Override
  public Integer call() throws Exception {
    List<Strategy> chosen =
        strategies.contains(ALL)
            ? Strategies.all()
            : strategies.stream().map(WorkloadOptions::strategy).toList();
    if (repeat < 1) {
      throw new UsageException("--repeat must be at least 1, not " + repeat);
    }
    // What is wrong with the workload is better said before anything is started.
    chosen.forEach(strategy -> workload.spec(strategy.name()));
    Path folder = workload.lab.stamped("compare");
    Lab lab = workload.openLab(folder);
    return Bench.in(
        lab,
        () -> {
          Setup setup = setup(lab, chosen);
          new ExperimentFolder(folder).writeSetup(setup);
          List<RunSpec> specs = new ArrayList<>();
          for (int i = 0; i < repeat; i++) {
            setup.strategies().stream()
                .filter(strategy -> strategy.needs() == null)
                .map(strategy -> workload.spec(strategy.name()))
                .forEach(specs::add);
          }
          Display display = new Display(System.err, specs.size());
          try {
            return compare(lab, setup, specs, display, folder);
          } finally {
            display.closeBar();
          }
        });
  }

  /** What is asked for, on this server; what is to be known beforehand is said. */
  private Setup setup(Lab lab, List<Strategy> chosen) {
    ServerInfo server = StrategiesCommand.server(lab.subject());
    List<Profile> profiles = new ArrayList<>();
    for (Strategy strategy : chosen) {
      List<String> ignored = workload.ignored(strategy);
      profiles.add(profile(strategy, server, ignored));
      if (!ignored.isEmpty()) {
        System.out.println(
            "note: " + strategy.name() + " does nothing with " + String.join(", ", ignored));
      }
    }
    if (profiles.stream().noneMatch(profile -> profile.needs() == null)) {
      throw new UnavailableException(server + " can run none of these strategies");
    }
    if (limits) {
      Limits.all().forEach(limit -> profiles.add(profile(limit, server, List.of())));
    }
    return new Setup(
        Surroundings.of(lab, server, "verifier compare"),
        profiles,
        List.of(Setting.of(workload.spec(chosen.get(0).name()))),
        repeat);
  }

  private Profile profile(Strategy strategy, ServerInfo server, List<String> ignored) {
    return new Profile(
        strategy.name(),
        strategy.promise(),
        strategy.summary(),
        strategy.reference(),
        strategy.roundTrips(),
        workload.lab.needs(strategy, server),
        ignored);
  }

  private int compare(Lab lab, Setup setup, List<RunSpec> specs, Display display, Path folder)
      throws InterruptedException {
    List<Judged> runs = new ArrayList<>();
    Set<String> measured = new HashSet<>();
    try {
      for (RunSpec spec : specs) {
        if (!lab.isStopped()) {
          if (measured.add(spec.strategy()) && !Limits.isOne(spec.strategy())) {
            lab.runAlone(spec);
          }
          runs.add(lab.run(spec, display).judged());
        }
      }
    } finally {
      // Also where Redis or the workers were lost on the way: what was proved by then stands.
      if (!runs.isEmpty()) {
        Output.lines(Experiment.of(setup, runs)).forEach(System.out::println);
        System.out.println("Kept in " + folder);
      }
    }
    if (expect != null) {
      boolean all =
          runs.stream()
              .filter(run -> !Limits.isOne(run.spec().strategy()))
              .allMatch(run -> run.findings().verdict() == expect);
      return Verdicts.exitCode(all ? expect : Verdict.UNEXPLAINED, all ? expect : null);
    }
    return Verdicts.exitCode(runs.stream().map(run -> run.findings().grade()).toList());
  }
}
