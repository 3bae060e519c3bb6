package dev.locklab.cli;

import dev.locklab.lab.Crowds;
import dev.locklab.lab.Lab;
import dev.locklab.options.UsageException;
import dev.locklab.run.RunSpec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has a hundred threads try once for a lock. */
@Command(
    name = "once",
    mixinStandardHelpOptions = true,
    description =
        "Have all threads try once, at the same time, to get the lock, while whoever gets it keeps"
            + " it: who has it, and who comes back later?")
final class OnceCommand implements Callable<Integer> {

  @Mixin private LabOptions options = new LabOptions();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
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

  @Override
  public Integer call() throws Exception {
    String name = WorkloadOptions.proper(strategy).name();
    RunSpec settings = settings(name);
    Display display = new Display(System.err, 1);
    Lab lab = options.open(workers, options.results);
    try {
      return Bench.in(
          lab,
          () -> {
            LabOptions.requireAvailable(lab, WorkloadOptions.strategy(name));
            Crowds.Gathered gathered = Crowds.gather(lab, settings, display);
            Output.crowd(gathered.crowd(), gathered.result().judged());
            System.out.println("Kept in " + gathered.result().folder());
            return Verdicts.exitCode(List.of(gathered.result().findings().grade()));
          });
    } finally {
      display.closeBar();
    }
  }

  private RunSpec settings(String name) {
    try {
      return Crowds.settings(name, threads).workers(options.crew(workers).count()).build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
