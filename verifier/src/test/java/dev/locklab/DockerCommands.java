package dev.locklab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Docker's command line, as a user of the compose file types it at the project's top level. */
@NullMarked
final class DockerCommands {

  /** Long enough for a first build, which fetches all that Maven needs. */
  static final Duration PATIENCE = Duration.ofMinutes(12);

  private final Map<String, String> settings = new HashMap<>();
  private final Path results;
  private final Path logs;

  /**
   * @param results the folder of the host that containers write to
   * @param logs where what is said goes
   */
  DockerCommands(Path results, Path logs) throws IOException {
    this.results = results;
    this.logs = logs;
    // What the containers write is to be deleted by whoever tests.
    settings.put("LOCKLAB_RESULTS", results.toString());
    settings.put("LOCKLAB_UID", Files.getAttribute(results, "unix:uid").toString());
    settings.put("LOCKLAB_GID", Files.getAttribute(results, "unix:gid").toString());
  }

  /** The variables of the compose file that commands are given. */
  Map<String, String> settings() {
    return settings;
  }

  /**
   * Skips the test where a command fails that it cannot do without, and fails it in CI.
   *
   * @param missing what is missing then, in words
   */
  void require(String missing, List<String> command) throws Exception {
    Path log = log();
    if (exitCode(log, command) == 0) {
      return;
    }
    List<String> said = Files.readAllLines(log);
    Missing.skips(missing + (said.isEmpty() ? "" : ": " + said.get(said.size() - 1).strip()));
  }

  /** What a command says; anything but success fails the test. */
  String succeed(List<String> command) throws Exception {
    Path log = log();
    int code = exitCode(log, command);
    String said = Files.readString(log);
    assertThat(code).as("%s%n%s", String.join(" ", command), said).isZero();
    return said;
  }

  /** The same of {@code docker} with these arguments. */
  String docker(String... arguments) throws Exception {
    return succeed(command(List.of("docker"), arguments));
  }

  /** Runs a command to its end; -1 if it cannot be started, or does not come to one. */
  int exitCode(Path log, List<String> command) throws InterruptedException {
    Process process;
    try {
      process = start(log, command);
    } catch (IOException e) {
      return -1; // There is no such program here.
    }
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroy();
      return -1;
    }
    return process.exitValue();
  }

  /** Starts a command whose words go into a file. */
  Process start(Path log, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(top().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("LOCKLAB_"));
    builder.environment().putAll(settings);
    return builder.start();
  }

  /** A file for what a command says. */
  Path log() throws IOException {
    return Files.createTempFile(logs, "docker-", ".log");
  }

  /** What the host finds of a run in the folder that it gave to the containers. */
  Evidence evidence(String strategy) throws IOException {
    try (Stream<Path> folders = Files.walk(results)) {
      return folders
          .filter(RunFolder::isOne)
          .map(folder -> new RunFolder(folder).read())
          .filter(evidence -> evidence.spec().strategy().equals(strategy))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no run of " + strategy + " in " + results));
    }
  }

  static List<String> command(List<String> start, String... arguments) {
    return Stream.concat(start.stream(), Stream.of(arguments)).toList();
  }

  /** The project's top level, where Compose finds its files by itself. */
  private static Path top() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docker-compose.yml"))) {
      folder = requireNonNull(folder.getParent(), "no docker-compose.yml above the tests");
    }
    return folder;
  }
}
