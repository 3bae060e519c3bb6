package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunSpecTest {

  @Test
  void saysWhichOptionIsOutOfRange() {
    refuses(RunSpec.of("race").workers(0), "--workers must be at least 1, not 0");
    refuses(RunSpec.of("race").threads(-3), "--threads must be at least 1, not -3");
    refuses(RunSpec.of("race").updates(0L), "--updates must be at least 1, not 0");
    refuses(RunSpec.of("race").updates(-1L), "--updates must be at least 1, not -1");
    refuses(RunSpec.of("race").duration(Duration.ZERO), "--duration must be longer than 0");
    refuses(RunSpec.of("race").lease(Duration.ofNanos(999_999)), "--lease must be at least 1ms");
    refuses(RunSpec.of("race").patience(Duration.ZERO), "--patience must be longer than 0");
    refuses(
        RunSpec.of("race").updates(1L).duration(Duration.ofSeconds(1)),
        "--updates and --duration exclude each other");
  }

  @Test
  void sharesTheUpdatesOfAWorkerAmongItsThreads() {
    RunSpec spec = RunSpec.of("race").workers(2).threads(3).updates(10L).build();
    assertThat(List.of(spec.quota(0, 0), spec.quota(0, 1), spec.quota(0, 2)))
        .containsExactly(4L, 3L, 3L);
    assertThat(spec.quota()).isEqualTo(20);
  }

  @Test
  void aRunByTimeHasNoQuota() {
    RunSpec spec = RunSpec.of("race").workers(2).threads(2).duration(Duration.ofSeconds(1)).build();
    assertThat(spec.quota()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void isStartedWithIdPromiseTeamAndServers() {
    RunSpec spec =
        RunSpec.of("lock").workers(9).seed(7).opening(-5).think(Duration.ofMillis(1)).build();
    RunSpec started =
        spec.started(
            "r1", Promise.WHILE_LEASE_HELD, null, List.of("w1", "w2"), List.of("redis://n"));
    assertThat(started.run()).isEqualTo("r1");
    assertThat(started.promise()).isEqualTo(Promise.WHILE_LEASE_HELD);
    assertThat(started.team()).containsExactly("w1", "w2");
    assertThat(started.nodes()).containsExactly("redis://n");
    assertThat(started.workers()).isEqualTo(2);
    assertThat(started)
        .usingRecursiveComparison()
        .ignoringFields("run", "promise", "team", "workers", "nodes")
        .isEqualTo(spec);
  }

  private static void refuses(RunSpec.Builder settings, String message) {
    assertThatIllegalArgumentException().isThrownBy(settings::build).withMessage(message);
  }
}
