package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void saysWhichOptionIsOutOfRange() {
    refuses(Workload.builder().workers(0), "--workers must be at least 1, not 0");
    refuses(Workload.builder().threads(-3), "--threads must be at least 1, not -3");
    refuses(Workload.builder().updates(0L), "--updates must be at least 1, not 0");
    refuses(Workload.builder().updates(-1L), "--updates must be at least 1, not -1");
    refuses(Workload.builder().duration(Duration.ZERO), "--duration must be longer than 0");
    refuses(Workload.builder().lease(Duration.ofNanos(999_999)), "--lease must be at least 1ms");
    refuses(Workload.builder().patience(Duration.ZERO), "--patience must be longer than 0");
    refuses(
        Workload.builder().updates(1L).duration(Duration.ofSeconds(1)),
        "--updates and --duration exclude each other");
  }

  @Test
  void sharesTheUpdatesOfAWorkerAmongItsThreads() {
    Workload workload = Workload.builder().workers(2).threads(3).updates(10L).build();
    assertThat(List.of(workload.quota(0, 0), workload.quota(0, 1), workload.quota(0, 2)))
        .containsExactly(4L, 3L, 3L);
    assertThat(workload.quota()).isEqualTo(20);
  }

  @Test
  void aRunByTimeHasNoQuota() {
    Workload workload =
        Workload.builder().workers(2).threads(2).duration(Duration.ofSeconds(1)).build();
    assertThat(workload.quota()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void isStartedWithIdPromiseTeamAndServers() {
    Workload workload =
        Workload.builder().workers(9).seed(7).opening(-5).think(Duration.ofMillis(1)).build();
    RunSpec started =
        workload.started(
            "r1",
            "lock",
            Promise.WHILE_LEASE_HELD,
            null,
            List.of("w1", "w2"),
            List.of("redis://n"));
    assertThat(started.run()).isEqualTo("r1");
    assertThat(started.strategy()).isEqualTo("lock");
    assertThat(started.promise()).isEqualTo(Promise.WHILE_LEASE_HELD);
    assertThat(started.team()).containsExactly("w1", "w2");
    assertThat(started.nodes()).containsExactly("redis://n");
    assertThat(started.workload().workers()).isEqualTo(2);
    assertThat(started.workload())
        .usingRecursiveComparison()
        .ignoringFields("workers")
        .isEqualTo(workload);
  }

  private static void refuses(Workload.Builder settings, String message) {
    assertThatIllegalArgumentException().isThrownBy(settings::build).withMessage(message);
  }
}
