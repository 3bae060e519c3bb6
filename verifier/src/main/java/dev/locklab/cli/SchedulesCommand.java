package dev.locklab.cli;

import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Environment;
import dev.locklab.interleaving.ForcedRun;
import dev.locklab.interleaving.Schedule;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.Schedules;
import dev.locklab.options.HelpGroup;
import dev.locklab.report.ScheduleReport;
import dev.locklab.report.Sheet;
import dev.locklab.run.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Forces every order of two reads and two writes. */
@Command(
    name = "schedules",
    mixinStandardHelpOptions = true,
    description =
        "Force every order in which two workers can read and write, step by step, and show what"
            + " comes of each: w1 adds 100, w2 takes 100 away.",
    footer = {
      "",
      "Examples:",
      "  verifier schedules --strategy race",
      "  verifier schedules --strategy lock --live --by-hand"
    })
@HelpGroup("Strategy")
final class SchedulesCommand implements Callable<Integer> {

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      completionCandidates = StrategyNames.class,
      description = "The strategy; see 'strategies'.",
      required = true)
  private String strategy = "";

  @HelpGroup(HelpGroup.OUTPUT)
  @Option(
      names = "--by-hand",
      description = "With --live: whoever looks at the page chooses who moves next.")
  private boolean byHand;

  @Mixin private LabOptions options = new LabOptions();

  @Override
  public Integer call() throws Exception {
    String name = WorkloadOptions.proper(strategy).name();
    Workload workload = Schedules.workload().build();
    if (options.crew(Schedules.WORKERS).count() != Schedules.WORKERS) {
      throw new UsageException("schedules are led with two workers: give --join 2, or none");
    }
    if (byHand && !options.live.isGiven()) {
      throw new UsageException("--by-hand goes with --live: it is on the page that one chooses");
    }
    return options.live.during(
        "schedules --strategy " + name, watching -> force(name, workload, watching));
  }

  private int force(String name, Workload workload, Watching watching) throws Exception {
    Path folder = options.stamped("schedules");
    return Bench.in(
        display -> options.open(Schedules.WORKERS, folder, display),
        (lab, display) -> {
          LabOptions.requireAvailable(lab, WorkloadOptions.strategy(name));
          Environment made =
              Setups.environment(lab, command.commandLine().getParseResult(), options);
          List<ForcedRun> forced = new ArrayList<>();
          List<Schedule> orders = Schedules.of(name);
          watching.expect(byHand ? 0 : orders.size(), List.of());
          try {
            if (byHand) {
              display.say("who moves next is chosen on the page");
              new ByHand(lab, name, watching).play(forced);
              return exitCode(forced);
            }
            for (Schedule order : orders) {
              if (!lab.isStopped()) {
                display.say("forcing order " + (forced.size() + 1) + " of " + orders.size());
                forced.add(
                    Schedules.force(
                        lab,
                        name,
                        workload,
                        order,
                        watching.and(RunListener.NONE, order.toString())));
              }
            }
          } finally {
            display.close();
            if (!forced.isEmpty()) {
              Sheet sheet = ScheduleReport.of(forced);
              Setups.show(sheet, made, folder);
              watching.conclude(sheet);
            }
          }
          return exitCode(forced);
        });
  }

  private static int exitCode(List<ForcedRun> forced) {
    return Verdicts.exitCode(forced.stream().map(one -> one.run().findings().grade()).toList());
  }
}
