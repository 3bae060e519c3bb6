package dev.locklab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.Findings;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.report.TextReport;
import dev.locklab.run.Load;
import dev.locklab.run.Promise;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SaturationTest {

  private static final Load IDLE = new Load(200_000, 1_000_000, 0.4, 0.0);
  private static final Load FULL = new Load(900_000, 1_000_000, 0.98, 0.0);
  private static final Load ROBBED = new Load(300_000, 1_000_000, 0.5, 0.2);

  private static Judged run(String strategy, Load one, @Nullable Load other) {
    History history =
        History.opening(0).of(strategy, Promise.ATOMIC).write("w1", 0, 1).write("w2", 1, 1);
    history.load("w1", one);
    return (other == null ? history : history.load("w2", other)).judged();
  }

  @Test
  void theWorkersAddUpAndTheBusiestMachineCounts() {
    Findings.Clients clients = run("lock", IDLE, FULL).findings().clients();
    assertThat(clients.processors()).isEqualTo(1.1);
    assertThat(clients.busy()).isEqualTo(0.98);
    assertThat(clients.stolen()).isEqualTo(0.0);
    Cell cell = Experiment.of(List.of(run("lock", IDLE, FULL))).cells().get(0);
    assertThat(Objects.requireNonNull(cell.stat(Figure.CLIENTS)).median().doubleValue())
        .isEqualTo(1.1);
    assertThat(Objects.requireNonNull(cell.stat(Figure.MACHINE)).median().doubleValue())
        .isEqualTo(0.98);
  }

  @Test
  void nothingIsSaidOfWorkersThatHaveNotAllSpoken() {
    assertThat(run("lock", FULL, null).findings().clients()).isEqualTo(Findings.Clients.NONE);
    assertThat(Saturation.of(Experiment.of(List.of(run("lock", FULL, null))))).isEmpty();
  }

  @Test
  void whatRanOnASaturatedMachineIsNamed() {
    Experiment experiment =
        Experiment.of(
            List.of(run("race", FULL, FULL), run("lock", IDLE, IDLE), run("incr", FULL, IDLE)));
    assertThat(Saturation.of(experiment))
        .containsExactly(
            "The machine was saturated (98% busy) while race and incr ran: that pace is the"
                + " machine's, which workers, server and others share, and no limit of what ran on it.");
    assertThat(Recommendation.of(experiment)).containsAll(Saturation.of(experiment));
    assertThat(TextReport.ofRun(run("race", FULL, FULL), 120))
        .anyMatch(line -> line.contains("The machine was saturated"));
    assertThat(Saturation.of(Experiment.of(List.of(run("lock", IDLE, IDLE))))).isEmpty();
  }

  @Test
  void mostOfTheRepeatsDecide() {
    Judged full = run("race", FULL, FULL);
    Judged idle = run("race", IDLE, IDLE);
    assertThat(Saturation.of(Experiment.of(List.of(full, idle)))).isEmpty();
    assertThat(Saturation.of(Experiment.of(List.of(full, idle, full)))).hasSize(1);
  }

  @Test
  void timeThatOthersWereGivenIsTold() {
    assertThat(Saturation.of(Experiment.of(List.of(run("lock", ROBBED, IDLE)))))
        .singleElement()
        .asString()
        .startsWith("While lock ran, others were given processor time");
  }
}
