package dev.locklab.cli;

import dev.locklab.archive.ExperimentFolder;
import dev.locklab.archive.ResultsFolder;
import dev.locklab.experiment.Environment;
import dev.locklab.experiment.Setup;
import dev.locklab.lab.EnvironmentProbe;
import dev.locklab.lab.ExperimentRunner;
import dev.locklab.lab.Lab;
import dev.locklab.report.Sheet;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** What is asked for of a lab, and what is written down of it beside the runs. */
final class Setups {

  private Setups() {}

  /** The experiment that the options describe. */
  static ExperimentRunner.Builder experiment(
      Lab lab, WorkloadOptions workload, List<Strategy> strategies) {
    return ExperimentRunner.in(lab)
        .strategies(strategies)
        .settings(workload.settings())
        .workload(workload::fill)
        .everybody(workload.lab.isOpen());
  }

  /** The command that makes the experiment again that is kept in a folder. */
  static String again(WorkloadOptions workload, Path folder) {
    return "verifier compare --experiment "
        + folder.resolve(ExperimentFile.NAME)
        + workload.lab.again();
  }

  /**
   * Where runs are made that are no experiment; to be asked before them.
   *
   * @param command as it was given
   */
  static Environment environment(Lab lab, ParseResult command, LabOptions options) {
    return EnvironmentProbe.of(
        lab,
        lab.server(),
        "verifier "
            + command.commandSpec().name()
            + ExperimentFile.options(command)
            + options.again());
  }

  /** Shows what such runs have come to, and keeps beside them where they were made. */
  static void show(Sheet sheet, Environment made, Path folder) {
    Output.sheet(sheet.madeIn(made));
    new ExperimentFolder(folder).writeSetup(Setup.of(made, sheet.runs()));
    Console.print("Kept in " + ResultsFolder.shown(folder));
  }

  /**
   * Writes an experiment into its folder, as what it is and as a file that makes it again.
   *
   * @param command as it was given
   */
  static void write(Setup experiment, ParseResult command, Path folder) {
    new ExperimentFolder(folder).writeSetup(experiment);
    ExperimentFile.write(folder, command);
  }
}
