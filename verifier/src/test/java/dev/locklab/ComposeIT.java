package dev.locklab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

  private final String project = "locklab-it-" + UUID.randomUUID().toString().substring(0, 8);
  private DockerCommands docker;
  private boolean answers;

  @TempDir Path results;
  @TempDir Path logs;

  @SuppressWarnings("NullAway.Init")
  ComposeIT() {}

  @BeforeEach
  void dockerAnswers() throws Exception {
    docker = new DockerCommands(results, logs);
    String missing = "Docker Compose does not answer";
    docker.require(missing, List.of("docker", "info"));
    docker.require(missing, List.of("docker", "compose", "version"));
    answers = true;
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    if (!answers) {
      return;
    }
    compose("down", "--timeout", "5");
    String mine = "label=com.docker.compose.project=" + project;
    assertThat(docker.docker("ps", "--all", "--quiet", "--filter", mine)).isEmpty();
    assertThat(docker.docker("network", "ls", "--quiet", "--filter", mine)).isEmpty();
    assertThat(docker.docker("volume", "ls", "--quiet", "--filter", mine)).isEmpty();
  }

  @Test
  void comparesAndExitsWithTheVerdict() throws Exception {
    docker.settings().putAll(Map.of("STRATEGY", "race,lock", "WORKERS", "3"));
    docker.settings().putAll(Map.of("UPDATES", "150", "THINK", "1ms"));

    String said = compose("up", "--build", "--exit-code-from", "verifier");

    assertThat(said).contains("3 worker JVMs").contains("lock lost none.");
    assertThat(said).contains("Kept in " + results.resolve("locklab"));
    assertThat(kept()).isDirectory().hasParent(results.resolve("locklab"));
    for (String container : compose("ps", "--all", "--quiet").lines().toList()) {
      String limits = "{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}";
      assertThat(docker.docker("inspect", "--format", limits, container).strip())
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
    docker.settings().putAll(Map.of("STRATEGY", "lock,trylock", "WORKERS", "3", "DURATION", "8s"));
    Path log = logs.resolve("up.log");
    Process up = docker.start(log, composing("up", "--build", "--exit-code-from", "verifier"));
    await()
        .atMost(DockerCommands.PATIENCE)
        .until(() -> !up.isAlive() || Files.readString(log).contains("applied"));

    docker.docker("kill", compose("ps", "--quiet", "worker").lines().findFirst().orElseThrow());

    assertThat(up.waitFor(DockerCommands.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(log))
        .contains("died or was not heard of any more")
        .contains("Kept in ");
    assertThat(up.exitValue()).isZero();
    Evidence lock = docker.evidence("lock");
    assertThat(lock.ending().dead()).hasSize(1);
    assertThat(lock.spec().team()).hasSize(3).containsAll(lock.ending().dead());
    assertThat(findings("lock").verdict()).isEqualTo(Verdict.CONSISTENT);
    assertThat(docker.evidence("trylock").spec().team())
        .hasSize(2)
        .doesNotContainAnyElementsOf(lock.ending().dead());
  }

  @Test
  void aFolderThatCannotBeWrittenToIsToldInTheHostsWords() throws Exception {
    docker.settings().put("LOCKLAB_UID", "4321");
    Files.setPosixFilePermissions(results, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path log = logs.resolve("up.log");
    int code = docker.exitCode(log, composing("up", "--build", "--exit-code-from", "verifier"));
    String said = Files.readString(log);
    assertThat(code).as(said).isEqualTo(69);
    assertThat(said)
        .contains("the results folder %s/locklab/".formatted(results), "permission denied;")
        .contains("LOCKLAB_RESULTS must name a folder of the host that LOCKLAB_UID and LOCKLAB_GID")
        .doesNotContain("\tat ");
  }

  private Path kept() throws IOException {
    try (Stream<Path> inside = Files.list(results.resolve("locklab"))) {
      return inside.findFirst().orElseThrow();
    }
  }

  private Findings findings(String strategy) throws IOException {
    return Judged.of(docker.evidence(strategy)).findings();
  }

  private String compose(String... arguments) throws Exception {
    return docker.succeed(composing(arguments));
  }

  private List<String> composing(String... arguments) {
    return DockerCommands.command(
        List.of("docker", "compose", "--project-name", project, "--progress", "plain"), arguments);
  }
}
