package dev.locklab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.report.TextReport;
import dev.locklab.run.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far apart workers began is told by the server's clock, and said where it matters. */
class BeginningsTest {

  private static History history(String strategy, long second) {
    return History.opening(0)
        .of(strategy, Promise.ATOMIC)
        .write("w1", 0, 1)
        .write("w2#0", 1, 1)
        .write("w2#1", 2, 1)
        .working("w1", 10_000, 60_000)
        .working("w2#0", second, 60_000)
        .working("w2#1", second + 40_000, 60_000);
  }

  private static Judged run(String strategy, long second) {
    return history(strategy, second).judged();
  }

  @Test
  void the_first_of_each_worker_counts_by_the_server_s_clock() {
    assertThat(Figure.START_SPREAD.of(run("lock", 13_000))).isEqualByComparingTo("3000000");
    assertThat(Figure.START_SPREAD.of(history("lock", 13_000).clock("w2#0", -4_000, 10).judged()))
        .isEqualByComparingTo("990000");
  }

  @Test
  void nothing_is_said_where_nobody_knows_or_nobody_is_to_begin_together() {
    assertThat(Figure.START_SPREAD.of(history("lock", 90_000).clockNotMeasured("w1").judged()))
        .isNull();
    assertThat(
            Figure.START_SPREAD.of(
                History.opening(0).write("w1", 0, 1).working("w1", 10, 60).judged()))
        .isNull();
  }

  @Test
  void whose_workers_began_apart_is_named() {
    Experiment experiment =
        Experiment.of(List.of(run("lock", 15_001), run("race", 15_000), run("incr", 33_700)));
    assertThat(Beginnings.of(experiment))
        .containsExactly(
            "The workers of lock and incr did not begin together: the last did 23ms after"
                + " the first, or more.");
    assertThat(Recommendation.of(experiment)).containsAll(Beginnings.of(experiment));
    assertThat(TextReport.ofRun(run("lock", 33_700), 120))
        .anyMatch(line -> line.contains("note: The workers of lock did not begin together"))
        .noneMatch(line -> line.contains("start spread"));
    assertThat(TextReport.ofRun(run("lock", 15_000), 120))
        .noneMatch(line -> line.contains("begin together"));
  }
}
