package dev.locklab.cli;

import dev.locklab.audit.Verdict;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunResult;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Strategy;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes one run of one strategy and judges it. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run one strategy on one workload, once, and prove what became of every update.")
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = "The strategy to run; see 'strategies'.",
      required = true)
  private String strategy = "";

  @Option(
      names = "--expect",
      paramLabel = "VERDICT",
      description = "Exit with 0 if, and only if, this is the verdict.")
  private @Nullable Verdict expect;

  @Override
  public Integer call() throws Exception {
    RunSpec spec = workload.spec(strategy);
    Strategy chosen = WorkloadOptions.strategy(strategy);
    workload.sayWhatIsIgnored(chosen);
    Display display = new Display(System.err, 1);
    Lab lab = workload.openLab(workload.lab.results);
    try {
      return Bench.in(
          lab,
          () -> {
            LabOptions.requireAvailable(lab, chosen);
            RunResult result = lab.run(spec, display);
            Output.run(result.judged());
            Setups.write(
                workload,
                lab,
                List.of(chosen),
                1,
                command.commandLine().getParseResult(),
                result.folder());
            System.out.println("Kept in " + result.folder());
            return Verdicts.exitCode(result.judged(), expect);
          });
    } finally {
      display.closeBar();
    }
  }
}
