package dev.locklab.cli;

import dev.locklab.exit.Exit;
import dev.locklab.exit.UsageException;
import dev.locklab.options.CommandLines;
import dev.locklab.options.Startup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verifier's program. */
@Command(
    name = "verifier",
    mixinStandardHelpOptions = true,
    versionProvider = LoadedVersions.class,
    description = {
      "Lets several JVMs change one balance in Redis at once, and proves what became of every update.",
      "Every option --some-thing can also be given as the variable LOCKLAB_SOME_THING."
    },
    subcommands = {
      CompareCommand.class,
      RunCommand.class,
      CheckCommand.class,
      OnceCommand.class,
      OutcomesCommand.class,
      SchedulesCommand.class,
      ScenarioCommand.class,
      StrategiesCommand.class,
      ReportCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "Exit codes: run, check: 0 consistent, 1 a violation, 2 not decidable;",
      "  the other runs: 0 every promise kept, 1 one was broken, 2 something could not be judged;",
      "  doctor: 0 where compare works, 69 where it does not;",
      "  64 wrong usage, 69 Redis or workers not reachable, 70 a defect of the lab itself.",
      "",
      "Examples:",
      "  verifier compare",
      "  verifier run --strategy race --workers 4 --updates 1000",
      "  verifier run --help",
      "  verifier doctor"
    })
public final class VerifierMain implements Runnable {

  @Spec private CommandSpec spec;

  public static void main(String... args) {
    Startup.prepare("verifier");
    int code;
    try {
      ExperimentArguments expanded =
          ExperimentArguments.of(() -> CommandLines.of(new CompareCommand()), args);
      code =
          CommandLines.execute(
              new VerifierMain(), expanded.sources(), expanded.args().toArray(new String[0]));
    } catch (UsageException e) {
      Console.error("verifier compare: " + e.getMessage());
      code = Exit.USAGE;
    }
    Bench.said();
    System.exit(code);
  }

  @Override
  public void run() {
    throw new ParameterException(
        new CommandLine(spec.userObject()),
        "say what to do: compare, run, check, once, outcomes, schedules, scenario, strategies,"
            + " report, doctor or completion");
  }
}
