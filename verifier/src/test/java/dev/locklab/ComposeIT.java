package dev.locklab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images and the compose file, driven as a user drives them, in a project of their own. */
@NullMarked
class ComposeIT {

  /** Long enough for a first build, which fetches all that Maven needs. */
  private static final Duration PATIENCE = Duration.ofMinutes(12);

  private final String project = "locklab-it-" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> settings = new HashMap<>();
  private boolean docker;

  @TempDir Path results;
  @TempDir Path logs;

  @BeforeEach
  void dockerAnswers() throws Exception {
    Path log = logs.resolve("docker-info.log");
    if (exitCode(log, Map.of(), List.of("docker", "info")) != 0
        || exitCode(log, Map.of(), List.of("docker", "compose", "version")) != 0) {
      List<String> said = Files.exists(log) ? Files.readAllLines(log) : List.of();
      String why =
          "Docker Compose does not answer"
              + (said.isEmpty() ? "" : ": " + said.get(said.size() - 1).strip());
      if ("true".equals(System.getenv("CI"))) {
        fail(why);
      }
      System.err.println("ComposeIT is skipped: " + why);
      abort(why);
    }
    docker = true;
    // What the containers write is to be deleted by whoever tests.
    settings.put("LOCKLAB_RESULTS", results.toString());
    settings.put("LOCKLAB_UID", Files.getAttribute(results, "unix:uid").toString());
    settings.put("LOCKLAB_GID", Files.getAttribute(results, "unix:gid").toString());
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    if (!docker) {
      return;
    }
    compose("down", "--timeout", "5");
    String mine = "label=com.docker.compose.project=" + project;
    assertThat(docker("ps", "--all", "--quiet", "--filter", mine)).isEmpty();
    assertThat(docker("network", "ls", "--quiet", "--filter", mine)).isEmpty();
    assertThat(docker("volume", "ls", "--quiet", "--filter", mine)).isEmpty();
  }

  @Test
  void comparesAndExitsWithTheVerdict() throws Exception {
    settings.putAll(Map.of("STRATEGY", "race,lock", "WORKERS", "3"));
    settings.putAll(Map.of("UPDATES", "150", "THINK", "1ms"));

    String said = compose("up", "--build", "--exit-code-from", "verifier");

    assertThat(said).contains("3 worker JVMs").contains("lock lost none.");
    assertThat(said).contains("Kept in " + results.resolve("locklab"));
    assertThat(kept()).isDirectory().hasParent(results.resolve("locklab"));
    for (String container : compose("ps", "--all", "--quiet").lines().toList()) {
      String limits = "{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}";
      assertThat(docker("inspect", "--format", limits, container).strip())
          .matches("[1-9]\\d+ [1-9]\\d+");
    }
    Findings race = findings("race");
    assertThat(race.verdict()).isEqualTo(Verdict.LOST_UPDATES);
    assertThat(race.grade()).isEqualTo(Grade.INTERESTING);
    assertThat(requireNonNull(race.lineage()).lost()).isPositive();
    Findings lock = findings("lock");
    assertThat(lock.verdict()).isEqualTo(Verdict.CONSISTENT);
    assertThat(lock.grade()).isEqualTo(Grade.OK);
    assertThat(lock.money().drift()).isEqualTo(BigInteger.ZERO);
    assertThat(requireNonNull(lock.lineage()).writes()).isEqualTo(3 * 150);
  }

  @Test
  void reportsAKilledWorkerAndGoesOnWithTheOthers() throws Exception {
    settings.putAll(Map.of("STRATEGY", "lock,trylock", "WORKERS", "3", "DURATION", "8s"));
    Path log = logs.resolve("up.log");
    Process up = start(log, settings, composing("up", "--build", "--exit-code-from", "verifier"));
    await()
        .atMost(PATIENCE)
        .until(() -> !up.isAlive() || Files.readString(log).contains("applied"));

    docker("kill", compose("ps", "--quiet", "worker").lines().findFirst().orElseThrow());

    assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(log))
        .contains("died or was not heard of any more")
        .contains("Kept in ");
    assertThat(up.exitValue()).isZero();
    Evidence lock = evidence("lock");
    assertThat(lock.ending().dead()).hasSize(1);
    assertThat(lock.spec().team()).hasSize(3).containsAll(lock.ending().dead());
    assertThat(findings("lock").verdict()).isEqualTo(Verdict.CONSISTENT);
    assertThat(evidence("trylock").spec().team())
        .hasSize(2)
        .doesNotContainAnyElementsOf(lock.ending().dead());
  }

  @Test
  void aFolderThatCannotBeWrittenToIsToldInTheHostsWords() throws Exception {
    settings.put("LOCKLAB_UID", "4321");
    Files.setPosixFilePermissions(results, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path log = logs.resolve("up.log");
    int code = exitCode(log, settings, composing("up", "--build", "--exit-code-from", "verifier"));
    String said = Files.readString(log);
    assertThat(code).as(said).isEqualTo(69);
    assertThat(said)
        .contains("the results folder %s/locklab/".formatted(results), "permission denied;")
        .contains("LOCKLAB_RESULTS must name a folder of the host that LOCKLAB_UID and LOCKLAB_GID")
        .doesNotContain("\tat ");
  }

  @Test
  void theFileSuitsAStackToo() throws Exception {
    assertThat(docker("stack", "config", "--compose-file", "docker-compose.yml"))
        .contains("memory: ", "pids: ");
  }

  private Path kept() throws IOException {
    try (Stream<Path> inside = Files.list(results.resolve("locklab"))) {
      return inside.findFirst().orElseThrow();
    }
  }

  private Findings findings(String strategy) throws IOException {
    return Judged.of(evidence(strategy)).findings();
  }

  /** What the host finds of a run in the folder that it gave to the containers. */
  private Evidence evidence(String strategy) throws IOException {
    try (Stream<Path> folders = Files.walk(results)) {
      return folders
          .filter(RunFolder::isOne)
          .map(folder -> new RunFolder(folder).read())
          .filter(evidence -> evidence.spec().strategy().equals(strategy))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no run of " + strategy + " in " + results));
    }
  }

  private String compose(String... arguments) throws Exception {
    return succeed(composing(arguments));
  }

  private String docker(String... arguments) throws Exception {
    return succeed(command(List.of("docker"), arguments));
  }

  private List<String> composing(String... arguments) {
    return command(
        List.of("docker", "compose", "--project-name", project, "--progress", "plain"), arguments);
  }

  private static List<String> command(List<String> start, String... arguments) {
    return Stream.concat(start.stream(), Stream.of(arguments)).toList();
  }

  /** What a command says; anything but success fails the test. */
  private String succeed(List<String> command) throws Exception {
    Path log = Files.createTempFile(logs, "docker-", ".log");
    int code = exitCode(log, settings, command);
    String said = Files.readString(log);
    assertThat(code).as("%s%n%s", String.join(" ", command), said).isZero();
    return said;
  }

  private static int exitCode(Path log, Map<String, String> settings, List<String> command)
      throws InterruptedException {
    Process process;
    try {
      process = start(log, settings, command);
    } catch (IOException e) {
      return -1; // There is no such program here.
    }
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroy();
      return -1;
    }
    return process.exitValue();
  }

  private static Process start(Path log, Map<String, String> settings, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(top().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("LOCKLAB_"));
    builder.environment().putAll(settings);
    return builder.start();
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
