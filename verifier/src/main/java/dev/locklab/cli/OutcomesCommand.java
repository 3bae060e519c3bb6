package dev.locklab.cli;

import dev.locklab.audit.Outcomes;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunFolder;
import dev.locklab.lab.RunResult;
import dev.locklab.options.UsageException;
import dev.locklab.run.Deltas;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a few updates loose together, time after time, and counts what comes of it. */
@Command(
    name = "outcomes",
    mixinStandardHelpOptions = true,
    description =
        "Start one update of every thread together, round after round, and count what the rounds"
            + " come to. By default the classic pair: w1 adds 100, w2 takes 100 away.")
final class OutcomesCommand implements Callable<Integer> {

  @Mixin private LabOptions options = new LabOptions();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
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
  private RunSpec.OnBusy onBusy = RunSpec.OnBusy.SKIP;

  @Override
  public Integer call() throws Exception {
    Strategy chosen = WorkloadOptions.proper(strategy);
    RunSpec spec = spec(chosen.name());
    Display display = new Display(System.err, 1);
    Lab lab = options.open(workers, options.results);
    try {
      return Bench.in(
          lab,
          () -> {
            LabOptions.requireAvailable(lab, chosen);
            RunResult result = lab.run(spec, display);
            Output.outcomes(Outcomes.of(new RunFolder(result.folder()).read(), result.judged()));
            System.out.println("Kept in " + result.folder());
            return Verdicts.exitCode(List.of(result.findings().grade()));
          });
    } finally {
      display.closeBar();
    }
  }

  private RunSpec spec(String name) {
    if (rounds < 1) {
      throw new UsageException("--rounds must be at least 1, not " + rounds);
    }
    int crew = options.crew(workers).count();
    try {
      RunSpec spec =
          RunSpec.of(name)
              .workers(crew)
              .threads(threads)
              .updates(Math.multiplyExact(rounds, threads))
              .deltas(Deltas.dealt(deltas))
              .think(think)
              .lease(lease)
              .waitFor(waitFor)
              .onBusy(onBusy)
              .pacing(RunSpec.Pacing.ROUNDS)
              .build();
      if (deltas.size() > (long) crew * threads) {
        throw new UsageException(
            "--deltas has %d amounts for %d threads; each thread has one"
                .formatted(deltas.size(), (long) crew * threads));
      }
      return spec;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (ArithmeticException e) {
      throw new UsageException("--rounds " + rounds + " is too many");
    }
  }
}
