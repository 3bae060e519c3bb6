package dev.locklab.cli;

import dev.locklab.archive.ResultsFolder;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Setup;
import dev.locklab.lab.RunResult;
import dev.locklab.options.HelpGroup;
import dev.locklab.report.LivePage;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
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
    description = "Run one strategy on one workload, once, and prove what became of every update.",
    footer = {
      "",
      "Examples:",
      "  verifier run --strategy race",
      "  verifier run --strategy lock --workers 2 --updates 1000 --think 1ms",
      "  verifier run --strategy lock --redis redis://redis.example:6379 --join 4"
    })
@HelpGroup("Strategy")
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      completionCandidates = StrategyNames.class,
      description = "The strategy to run; see 'strategies'.",
      required = true)
  private String strategy = "";

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @HelpGroup(HelpGroup.OUTPUT)
  @Option(
      names = "--expect",
      paramLabel = "VERDICT",
      description = "Exit with 0 if, and only if, this is the verdict.")
  private @Nullable Verdict expect;

  @Override
  public Integer call() throws Exception {
    Strategy chosen = WorkloadOptions.proper(strategy);
    Workload asked = workload.single();
    String lacking = Strategies.needs(chosen, asked);
    if (lacking != null) {
      throw new UsageException(chosen.name() + " needs " + lacking);
    }
    workload.sayWhatIsIgnored(chosen);
    return workload.lab.live.during(
        "run --strategy " + chosen.name(), watching -> run(chosen, asked, watching));
  }

  private int run(Strategy chosen, Workload asked, Watching watching) throws Exception {
    return Bench.in(
        display -> workload.openLab(workload.lab.results, display),
        (lab, display) -> {
          LabOptions.requireAvailable(lab, chosen);
          Setup planned = Setups.experiment(lab, workload, List.of(chosen)).build().setup();
          RunResult result =
              lab.run(chosen.name(), asked, watching.and(new Introduction(lab, display)));
          display.close();
          Experiment made = Experiment.of(planned, List.of(result.judged()));
          Output.run(made);
          watching.conclude(Output.title(made), LivePage.findings(result.judged()));
          result.requireKept();
          Setups.write(
              planned.madeAgainBy(Setups.again(workload, result.folder())),
              command.commandLine().getParseResult(),
              result.folder());
          Console.print("Kept in " + ResultsFolder.shown(result.folder()));
          return Verdicts.exitCode(result.judged(), expect);
        });
  }
}
