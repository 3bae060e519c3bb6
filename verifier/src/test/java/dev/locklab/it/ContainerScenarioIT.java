package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.Grade;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.ServerProgram;
import dev.locklab.run.Injection;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.scenario.Scenarios;
import dev.locklab.scenario.Topology;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that are injected into servers of container images. */
class ContainerScenarioIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ContainerScenarioIT() {}

  @ParameterizedTest
  @CsvSource({
    "redis:8, restart-aof-always, SINGLE, handoff, OK, is killed (SIGKILL) and started again",
    "valkey/valkey:8, failover-without-lock, SENTINEL, setnx, INTERESTING, becomes the primary",
    "valkey/valkey:9, slot-migration, CLUSTER, handoff, OK, has moved all at once (MIGRATESLOTS)"
  })
  void a_promise_is_kept_as_far_as_it_goes(
      String image, String scenario, Topology topology, String strategy, Grade grade, String what)
      throws Exception {
    TestServer.requireDocker(image);
    RunResult result =
        ScenarioPlayer.keepingIn(folder)
            .with(ServerProgram.image(image))
            .play(Scenarios.named(scenario), topology, strategy, RunListener.NONE);

    assertThat(result.findings().grade())
        .as("%s %s", result.verdict(), result.findings().gradeReason())
        .isEqualTo(grade);
    assertThat(Objects.requireNonNull(result.findings().injection()).events())
        .extracting(Injection.Event::what)
        .contains(what);
  }

  @Test
  void an_image_that_cannot_be_had_is_told_at_once_in_dockers_words() throws Exception {
    TestServer.requireDocker("none");
    try (Cli cli =
        Cli.verifier(
            folder, "scenario", "frozen-holder", "--strategy", "lock", "--server", "no such")) {
      assertThat(cli.exitCode()).isEqualTo(69);
      assertThat(cli.output())
          .startsWith("verifier scenario: no server of the image no such can be run: ")
          .contains("invalid reference format")
          .doesNotContain("\tat ");
    }
  }
}
