package dev.locklab.cli;

import dev.locklab.archive.RunFolder;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Environment;
import dev.locklab.interleaving.Outcomes;
import dev.locklab.lab.RunResult;
import dev.locklab.options.HelpGroup;
import dev.locklab.report.OutcomeTable;
import dev.locklab.report.Sheet;
import dev.locklab.run.Deltas;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets a few updates loose together, time after time, and counts what comes of it. */
@Command(
    name = "outcomes",
    mixinStandardHelpOptions = true,
    description =
        "Start one update of every thread together, round after round, and count what the rounds"
            + " come to. By default the classic pair: w1 adds 100, w2 takes 100 away.",
    footer = {
      "",
      "Examples:",
      "  verifier outcomes --strategy race",
      "  verifier outcomes --strategy lock --rounds 200 --workers 3 --deltas 1,10,100"
    })
@HelpGroup("Strategy and rounds")
final class OutcomesCommand implements Callable<Integer> {

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      completionCandidates = StrategyNames.class,
      description = "The strategy; see 'strategies'.",
      required = true)
  private String strategy = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many rounds. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private long rounds;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker JVMs to start. Default: ${DEFAULT-VALUE}.",
      defaultValue = "2")
  private int workers;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads in each worker. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private int threads;

  @Option(
      names = "--deltas",
      split = ",",
      paramLabel = "N",
      description = "Amounts, dealt to the threads in turn. Default: ${DEFAULT-VALUE}.",
      defaultValue = "100,-100")
  private List<Long> deltas = List.of();

  @Option(
      names = "--think",
      paramLabel = "D",
      description = "Time between read and write. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private Duration think = Duration.ZERO;

  @Option(
      names = "--lease",
      paramLabel = "D",
      description = "Lease of the lock. Default: renewed for as long as its holder lives.")
  private @Nullable Duration lease;

  @Option(
      names = "--wait",
      paramLabel = "D",
      description = "How long a strategy that can give up waits. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private Duration waitFor = Duration.ZERO;

  @Option(
      names = "--on-busy",
      paramLabel = "skip|retry",
      description =
          "What to do with an update that found the lock taken. Default: ${DEFAULT-VALUE}.",
      defaultValue = "skip")
  private Workload.OnBusy onBusy = Workload.OnBusy.SKIP;

  @Mixin private LabOptions options = new LabOptions();

  @Override
  public Integer call() throws Exception {
    Strategy chosen = WorkloadOptions.proper(strategy);
    Workload workload = workload();
    return options.live.during(
        "outcomes --strategy " + chosen.name(), watching -> count(chosen, workload, watching));
  }

  private int count(Strategy chosen, Workload workload, Watching watching) throws Exception {
    return Bench.in(
        display -> options.open(workers, options.results, display),
        (lab, display) -> {
          LabOptions.requireAvailable(lab, chosen);
          Environment made =
              Setups.environment(lab, command.commandLine().getParseResult(), options);
          RunResult result = lab.run(chosen.name(), workload, watching.and(display));
          display.close();
          result.requireKept();
          Sheet sheet =
              OutcomeTable.of(Outcomes.of(new RunFolder(result.folder()).read(), result.judged()));
          Setups.show(sheet, made, result.folder());
          watching.conclude(sheet);
          return Verdicts.exitCode(List.of(result.findings().grade()));
        });
  }

  private Workload workload() {
    if (rounds < 1) {
      throw new UsageException("--rounds must be at least 1, not " + rounds);
    }
    int crew = options.crew(workers).count();
    try {
      Workload workload =
          Workload.builder()
              .workers(crew)
              .threads(threads)
              .updates(Math.multiplyExact(rounds, threads))
              .deltas(Deltas.dealt(deltas))
              .think(think)
              .lease(lease)
              .waitFor(waitFor)
              .onBusy(onBusy)
              .pacing(Workload.Pacing.ROUNDS)
              .build();
      if (deltas.size() > (long) crew * threads) {
        throw new UsageException(
            "--deltas has %d amounts for %d threads; each thread has one"
                .formatted(deltas.size(), (long) crew * threads));
      }
      return workload;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (ArithmeticException e) {
      throw new UsageException("--rounds " + rounds + " is too many");
    }
  }
}
