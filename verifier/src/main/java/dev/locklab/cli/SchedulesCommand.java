package dev.locklab.cli;

import dev.locklab.audit.Forced;
import dev.locklab.audit.Schedule;
import dev.locklab.lab.Lab;
import dev.locklab.lab.Schedules;
import dev.locklab.options.UsageException;
import dev.locklab.run.RunSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Forces every order of two reads and two writes. */
@Command(
    name = "schedules",
    mixinStandardHelpOptions = true,
    description =
        "Force every order in which two workers can read and write, step by step, and show what"
            + " comes of each: w1 adds 100, w2 takes 100 away.")
final class SchedulesCommand implements Callable<Integer> {

  @Mixin private LabOptions options = new LabOptions();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = "The strategy; see 'strategies'.",
      required = true)
  private String strategy = "";

  @Override
  public Integer call() throws Exception {
    String name = WorkloadOptions.proper(strategy).name();
    RunSpec settings = Schedules.settings(name).build();
    if (options.crew(Schedules.WORKERS).count() != Schedules.WORKERS) {
      throw new UsageException("schedules are led with two workers: give --join 2, or none");
    }
    Path folder = options.stamped("schedules");
    Lab lab = options.open(Schedules.WORKERS, folder);
    return Bench.in(
        lab,
        () -> {
          LabOptions.requireAvailable(lab, WorkloadOptions.strategy(name));
          List<Forced> forced = new ArrayList<>();
          try {
            for (Schedule order : Schedules.of(name)) {
              if (!lab.isStopped()) {
                forced.add(Schedules.force(lab, settings, order));
              }
            }
          } finally {
            if (!forced.isEmpty()) {
              Output.schedules(forced);
              System.out.println("Kept in " + folder);
            }
          }
          return Verdicts.exitCode(
              forced.stream().map(one -> one.run().findings().grade()).toList());
        });
  }
}
