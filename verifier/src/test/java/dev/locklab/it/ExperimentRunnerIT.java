package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Setting;
import dev.locklab.lab.Crew;
import dev.locklab.lab.ExperimentRunner;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A matrix of runs as a test of somebody else makes it, without a command line. */
class ExperimentRunnerIT {

  private static final Setting ALONE = new Setting(1, 1, Duration.ZERO, Duration.ZERO, null);
  private static final Setting PAIR =
      new Setting(2, 1, Duration.ofMillis(1), Duration.ZERO, Duration.ofSeconds(20));

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ExperimentRunnerIT() {}

  @Test
  void aMatrixIsRunInTurnAndWhatIsThereIsNotMadeAgain() throws Exception {
    try (Lab lab = Lab.on(null).crew(Crew.own(2)).results(folder).open()) {
      ExperimentRunner runner = matrix(lab).build();
      assertThat(runner.missing()).isEqualTo(8);
      int[] asked = {0};
      Experiment half = runner.run(RunListener.NONE, () -> asked[0]++ == 4);
      assertThat(half.runs()).hasSize(4);
      assertThat(half.cells()).as("each once, before any is made twice").hasSize(4);
      assertThat(half.missingRuns()).isEqualTo(4);

      ExperimentRunner rest = matrix(lab).made(half.runs()).build();
      assertThat(rest.missing()).isEqualTo(4);
      Experiment whole = rest.run();
      assertThat(whole.missingRuns()).isZero();
      assertThat(whole.cells()).hasSize(4).allMatch(cell -> cell.repeats().size() == 2);
      assertThat(whole.runs()).containsAll(half.runs());
      for (Cell cell : whole.cells()) {
        assertThat(cell.repeats())
            .allSatisfy(run -> assertThat(Setting.of(run.spec())).isEqualTo(cell.setting()))
            .extracting(run -> run.findings().verdict())
            .containsOnly(Verdict.CONSISTENT);
      }
      assertThat(whole.runs())
          .extracting(Judged::spec)
          .allMatch(spec -> spec.workload().opening() == 500);
      assertThat(whole.legend().get(0).ignores()).containsExactly("--lease");
    }
  }

  private static ExperimentRunner.Builder matrix(Lab lab) {
    return ExperimentRunner.in(lab)
        .strategies("incr", "lock")
        .settings(List.of(ALONE, PAIR))
        .workload(run -> run.updates(20L).opening(500))
        .repeats(2);
  }
}
