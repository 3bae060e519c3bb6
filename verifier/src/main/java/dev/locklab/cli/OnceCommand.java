package dev.locklab.cli;

import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Environment;
import dev.locklab.lab.TryOnce;
import dev.locklab.options.HelpGroup;
import dev.locklab.report.CrowdReport;
import dev.locklab.report.Sheet;
import dev.locklab.run.Workload;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has a hundred threads try once for a lock. */
@Command(
    name = "once",
    mixinStandardHelpOptions = true,
    description =
        "Have all threads try once, at the same time, to get the lock, while whoever gets it keeps"
            + " it: who has it, and who comes back later?",
    footer = {"", "Examples:", "  verifier once", "  verifier once --strategy setnx --threads 250"})
@HelpGroup("Strategy and threads")
final class OnceCommand implements Callable<Integer> {

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      completionCandidates = StrategyNames.class,
      description = "The strategy; see 'strategies'. Default: ${DEFAULT-VALUE}.",
      defaultValue = "trylock")
  private String strategy = "";

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker JVMs to start. Default: ${DEFAULT-VALUE}.",
      defaultValue = "4")
  private int workers;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads in each worker. Default: ${DEFAULT-VALUE}.",
      defaultValue = "25")
  private int threads;

  @Mixin private LabOptions options = new LabOptions();

  @Override
  public Integer call() throws Exception {
    String name = WorkloadOptions.proper(strategy).name();
    Workload workload = workload();
    return options.live.during(
        "once --strategy " + name, watching -> gather(name, workload, watching));
  }

  private int gather(String name, Workload workload, Watching watching) throws Exception {
    return Bench.in(
        display -> options.open(workers, options.results, display),
        (lab, display) -> {
          LabOptions.requireAvailable(lab, WorkloadOptions.strategy(name));
          Environment made =
              Setups.environment(lab, command.commandLine().getParseResult(), options);
          TryOnce.Gathered gathered = TryOnce.gather(lab, name, workload, watching.and(display));
          display.close();
          Sheet sheet = CrowdReport.of(gathered.crowd(), gathered.result().judged());
          Setups.show(sheet, made, gathered.result().folder());
          watching.conclude(sheet);
          return Verdicts.exitCode(List.of(gathered.result().findings().grade()));
        });
  }

  private Workload workload() {
    try {
      return TryOnce.workload(threads).workers(options.crew(workers).count()).build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
