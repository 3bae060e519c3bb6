package dev.locklab.cli;

import dev.locklab.exit.Exit;
import dev.locklab.lab.Diagnosis;
import dev.locklab.lab.Diagnosis.State;
import dev.locklab.lab.Doctor;
import dev.locklab.options.HelpGroup;
import dev.locklab.options.RedisOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what would not work here. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Look at Java, memory, folders, signals, Redis, its ports and clock, and Docker: what would"
            + " not work on this machine, and why. LIMITED is what 'compare' does without; where"
            + " something is FAILED, it does not work here, and the exit code is 69.",
    footer = {
      "",
      "Examples:",
      "  verifier doctor",
      "  verifier doctor --redis redis://redis.example:6379"
    })
@HelpGroup(HelpGroup.OUTPUT)
final class DoctorCommand implements Callable<Integer> {

  @Mixin private RedisOptions redis = new RedisOptions();

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where runs are to be kept. Default: ${DEFAULT-VALUE}.",
      defaultValue = ".locklab")
  private Path results = Path.of(".locklab");

  @Override
  public Integer call() {
    List<Diagnosis> found = new Doctor(redis.subject(), redis.control(), results).examine();
    for (Diagnosis one : found) {
      say(one.about(), one.state().toString(), one.found());
      if (!one.consequence().isEmpty()) {
        say("", "", "so: " + one.consequence());
      }
    }
    Console.print(List.of("", summary(found)));
    return count(found, State.FAILED) > 0 ? Exit.UNAVAILABLE : Exit.OK;
  }

  private static void say(String about, String state, String words) {
    Console.print(String.format(Locale.ROOT, "%-16s  %-7s  %s", about, state, words));
  }

  private static String summary(List<Diagnosis> found) {
    if (count(found, State.FAILED) > 0) {
      return "'compare' does not work here; what it needs is FAILED above.";
    }
    return count(found, State.LIMITED) > 0
        ? "'compare' works here; what else does not is LIMITED above."
        : "Everything works here.";
  }

  private static long count(List<Diagnosis> found, State state) {
    return found.stream().filter(one -> one.state() == state).count();
  }
}
