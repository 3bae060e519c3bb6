package dev.locklab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.audit.Evidence;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file as a stack on a Swarm, which is this machine's engine alone. */
@NullMarked
class SwarmIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Pattern LOCK_WORKS = Pattern.compile("\\[1/2] lock: .* applied, ");

  private final String stack = "locklab-it-" + UUID.randomUUID().toString().substring(0, 8);
  private final String verifier = stack + "_verifier";
  private final String worker = stack + "_worker";
  private DockerCommands docker;
  private boolean swarm;

  @TempDir Path results;
  @TempDir Path logs;

  @SuppressWarnings("NullAway.Init")
  SwarmIT() {}

  @BeforeEach
  void dockerManagesASwarm() throws Exception {
    docker = new DockerCommands(results, logs);
    docker.require("Docker is no manager of a Swarm", List.of("docker", "node", "ls"));
    swarm = true;
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    if (!swarm) {
      return;
    }
    // A network that a task still uses makes it fail; said again later it removes the rest.
    comesAbout(() -> docker.exitCode(docker.log(), List.of("docker", "stack", "rm", stack)) == 0);
    String mine = "label=com.docker.stack.namespace=" + stack;
    comesAbout(
        () ->
            docker.docker("ps", "--all", "--quiet", "--filter", mine).isBlank()
                && docker.docker("network", "ls", "--quiet", "--filter", mine).isBlank());
  }

  @Test
  void theStackComparesIsScaledAndReplacesAWorkerThatWasKilled() throws Exception {
    docker.settings().putAll(Map.of("WORKERS", "2", "STRATEGY", "race"));
    docker.settings().putAll(Map.of("UPDATES", "100", "THINK", "1ms"));
    docker.docker("compose", "build", "--quiet"); // A stack takes images that are there.
    docker.docker(
        "stack", "deploy", "--resolve-image=never", "--compose-file=docker-compose.yml", stack);

    assertThat(exitCodeOf(verifierAfter(""))).as(said()).isZero();
    assertThat(said()).contains("race, 2 worker JVMs");
    Evidence race = docker.evidence("race");
    assertThat(race.spec().team()).hasSize(2);
    assertThat(Judged.of(race).findings().verdict()).isEqualTo(Verdict.LOST_UPDATES);

    String first = task();
    docker.docker("service", "scale", "--detach", worker + "=8");
    docker.docker(
        "service",
        "update",
        "--force",
        "--detach",
        "--env-add=LOCKLAB_JOIN=8",
        "--env-add=LOCKLAB_STRATEGIES=lock,trylock",
        "--env-add=LOCKLAB_UPDATES=",
        "--env-add=LOCKLAB_DURATION=8s",
        verifier);
    String second = verifierAfter(first);
    comesAbout(() -> LOCK_WORKS.matcher(said()).find() || hasEnded(second));
    List<String> containers = containers();
    assertThat(containers).hasSize(8);
    docker.docker("kill", containers.get(0));

    assertThat(exitCodeOf(second)).as(said()).isZero();
    assertThat(said())
        .contains("8 worker JVMs", "died or was not heard of any more")
        .contains("lock and trylock lost none.")
        .contains("Kept in " + results.resolve("locklab"));
    Evidence lock = docker.evidence("lock");
    assertThat(lock.spec().team()).hasSize(8);
    assertThat(lock.ending().dead()).hasSize(1);
    assertThat(Judged.of(lock).findings().verdict()).isEqualTo(Verdict.CONSISTENT);
    // The second run wants 8 again, and so has waited for the one that the Swarm started.
    Evidence trylock = docker.evidence("trylock");
    assertThat(trylock.spec().team())
        .hasSize(8)
        .doesNotContainAnyElementsOf(lock.ending().dead())
        .doesNotContain(requireNonNull(containers.get(0)));
    assertThat(Judged.of(trylock).findings().grade()).isEqualTo(Grade.OK);
  }

  /** The verifier's task, once there is another than that one. */
  private String verifierAfter(String other) throws Exception {
    comesAbout(() -> !task().isEmpty() && !task().equals(other));
    return task();
  }

  /** The newest of the verifier's tasks. */
  private String task() throws Exception {
    return docker
        .docker(
            "service", "ps", "--quiet", "--no-trunc", "--filter=desired-state=running", verifier)
        .lines()
        .findFirst()
        .orElse("");
  }

  private boolean hasEnded(String task) throws Exception {
    return List.of("complete", "failed", "rejected", "shutdown").contains(state(task));
  }

  private int exitCodeOf(String task) throws Exception {
    comesAbout(() -> hasEnded(task));
    String code = "{{.Status.ContainerStatus.ExitCode}}";
    return Integer.parseInt(docker.docker("inspect", "--format", code, task).strip());
  }

  private String state(String task) throws Exception {
    return docker.docker("inspect", "--format", "{{.Status.State}}", task).strip();
  }

  /** What verifiers of the stack have said so far. */
  private String said() throws Exception {
    return docker.docker("service", "logs", "--raw", verifier);
  }

  /** The containers of workers that run. */
  private List<String> containers() throws Exception {
    String ofWorkers = "label=com.docker.swarm.service.name=" + worker;
    return docker.docker("ps", "--quiet", "--filter", ofWorkers).lines().toList();
  }

  private static void comesAbout(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }
}
