package dev.locklab.cli;

import dev.locklab.archive.ExperimentFolder;
import dev.locklab.archive.ResultsFolder;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.Exit;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Recommendation;
import dev.locklab.lab.ExperimentRunner;
import dev.locklab.lab.Lab;
import dev.locklab.options.HelpGroup;
import dev.locklab.report.Column;
import dev.locklab.strategy.Limits;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs strategies side by side on the same work. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Run strategies one after the other on the same work, under every combination of the given"
            + " settings, and show them side by side.",
    footer = {
      "",
      "A file for --experiment is YAML: the options above without the dashes, but for those of"
          + " where Redis is, who joins and where results go. Several values are a list:",
      "  strategies: [race, lock, handoff]",
      "  workers: [1, 2, 4]     # and so on",
      "Options on the command line go before the file's.",
      "",
      "Examples:",
      "  verifier compare",
      "  verifier compare --strategies all --duration 10s --report out",
      "  verifier compare --strategies lock,handoff --workers 1,2,4 --repeat 5 --sort pace",
      "  verifier compare --experiment mine.yaml",
      "  verifier compare --resume .locklab/20260131-120000-compare"
    })
@HelpGroup("Comparison")
final class CompareCommand implements Callable<Integer> {

  private static final String ALL = "all";
  private static final Duration WARM_UP = Duration.ofSeconds(1);

  @Spec private CommandSpec command;

  @Option(
      names = "--strategies",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = StrategyNames.class,
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
          "Make every run N times, in turn (A B C, A B C); figures are medians. Default: 1.",
      defaultValue = "1")
  private int repeat = 1;

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      description =
          "How long each strategy runs before its first run that counts. Default: 1s with --repeat,"
              + " otherwise 0.")
  private @Nullable Duration warmUp;

  @Option(
      names = "--experiment",
      paramLabel = "FILE",
      description = "Take the settings from this file, see below.")
  private @Nullable Path experiment;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Make what is missing of the experiment in this folder.")
  private @Nullable Path resume;

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @HelpGroup(HelpGroup.OUTPUT)
  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "Sort by this column, the best first: pace, waitP99, lost, strategy, ...")
  private @Nullable String sort;

  @HelpGroup(HelpGroup.OUTPUT)
  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Also write the report there, in every format.")
  private @Nullable Path report;

  @HelpGroup(HelpGroup.OUTPUT)
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
            : strategies.stream().map(WorkloadOptions::strategy).distinct().toList();
    Column order = Output.order(sort);
    check(chosen);
    List<Strategy> rows =
        Stream.concat(chosen.stream(), limits ? Limits.all().stream() : Stream.empty()).toList();
    chosen.forEach(workload::sayWhatIsIgnored);
    return workload.lab.live.during(
        "compare " + rows.stream().map(Strategy::name).collect(Collectors.joining(", ")),
        watching -> compare(rows, order, watching));
  }

  private int compare(List<Strategy> rows, @Nullable Column order, Watching watching)
      throws Exception {
    Path folder = folder();
    return Bench.in(
        display -> workload.openLab(folder, display),
        (lab, display) -> {
          ExperimentFolder kept = new ExperimentFolder(folder);
          List<Judged> there = resume == null ? List.of() : leftBehind(kept);
          Duration warm = Objects.requireNonNullElse(warmUp, repeat > 1 ? WARM_UP : Duration.ZERO);
          ExperimentRunner runner =
              Setups.experiment(lab, workload, rows)
                  .command(Setups.again(workload, folder))
                  .repeats(repeat)
                  .warmUp(warm)
                  .made(there)
                  .build();
          Setups.write(runner.setup(), command.commandLine().getParseResult(), folder);
          display.expect(runner.missing());
          watching.expect(runner.missing(), workload.settings());
          try (Interrupts interrupts = new Interrupts(lab)) {
            try {
              runner.run(watching.and(display), interrupts::any);
            } finally {
              display.close();
              // Also where Redis or the workers were lost on the way: what was proved then stands.
              if (!runner.isEmpty()) {
                Experiment made = Output.withFaults(runner.experiment(), folder);
                show(order == null ? made : order.sort(made), kept);
                watching.conclude(Output.title(made), Recommendation.of(made));
              }
            }
            return interrupts.any() ? Exit.INTERRUPTED : exitCode(runner.experiment());
          }
        });
  }

  /** What is wrong with the settings is better said before anything is started. */
  private void check(List<Strategy> chosen) {
    if (repeat < 1) {
      throw new UsageException("--repeat must be at least 1, not " + repeat);
    }
    if (experiment != null && resume != null) {
      throw new UsageException("--experiment and --resume exclude each other");
    }
    if (chosen.stream().allMatch(strategy -> Limits.isOne(strategy.name()))) {
      throw new UsageException(
          "limits are there to hold strategies against: name some, and add --limits");
    }
    workload.settings().forEach(workload::under);
    if (report != null) {
      ResultsFolder.writable("the report folder", report);
    }
  }

  private Path folder() {
    return resume != null ? resume : workload.lab.stamped("compare");
  }

  /** The runs that an experiment's end has left, without those that are to be made again. */
  private static List<Judged> leftBehind(ExperimentFolder kept) {
    int aside = kept.setInterruptedAside();
    if (aside > 0) {
      Console.print(
          "note: interrupted, and made again: %s; the halves are kept in %s"
              .formatted(Amounts.count(aside, "run"), kept.path().resolve(Lab.INTERRUPTED)));
    }
    return kept.judged();
  }

  private void show(Experiment made, ExperimentFolder kept) {
    Console.print(Output.lines(made, Console.width()));
    Console.print("Kept in " + ResultsFolder.shown(kept.path()));
    if (report != null) {
      for (Format format : Format.values()) {
        format.write(made, kept, report.resolve(format.file()));
      }
      Console.print("Reports in " + report);
    }
  }

  private int exitCode(Experiment made) {
    if (expect == null) {
      return Verdicts.exitCode(
          made.judging().stream()
              .flatMap(cell -> cell.repeats().stream())
              .map(run -> run.findings().grade())
              .toList());
    }
    return Verdicts.asExpected(
        made.cells().stream()
            .filter(cell -> !cell.isLimit())
            .flatMap(cell -> cell.repeats().stream())
            .toList(),
        expect);
  }
}
