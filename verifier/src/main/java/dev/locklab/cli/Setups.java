package dev.locklab.cli;

import dev.locklab.audit.Profile;
import dev.locklab.audit.Setup;
import dev.locklab.lab.ExperimentFolder;
import dev.locklab.lab.Lab;
import dev.locklab.lab.Surroundings;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.ServerInfo;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** Writes down beside the runs what they were meant to be, so that they can be made again. */
final class Setups {

  private Setups() {}

  /**
   * Writes what is asked for of that lab into the folder, as what it is and as a file that makes it
   * again.
   *
   * @param command as it was given
   * @throws UnavailableException if the server can run none of the strategies, or it cannot be kept
   */
  static Setup write(
      WorkloadOptions workload,
      Lab lab,
      List<Strategy> strategies,
      int repeats,
      ParseResult command,
      Path folder) {
    ServerInfo server = StrategiesCommand.server(lab.subject());
    List<Profile> profiles =
        strategies.stream().map(strategy -> profile(workload, strategy, server)).toList();
    if (profiles.stream().noneMatch(profile -> profile.needs() == null && !profile.isLimit())) {
      throw new UnavailableException(server + " can run none of these strategies");
    }
    String again =
        "verifier compare --experiment "
            + folder.resolve(ExperimentFile.NAME)
            + workload.lab.again();
    Setup setup =
        new Setup(Surroundings.of(lab, server, again), profiles, workload.settings(), repeats);
    new ExperimentFolder(folder).writeSetup(setup);
    ExperimentFile.write(folder, command);
    return setup;
  }

  private static Profile profile(WorkloadOptions workload, Strategy strategy, ServerInfo server) {
    return new Profile(
        strategy.name(),
        strategy.promise(),
        strategy.summary(),
        strategy.reference(),
        strategy.roundTrips(),
        workload.lab.needs(strategy, server),
        workload.ignored(strategy));
  }
}
