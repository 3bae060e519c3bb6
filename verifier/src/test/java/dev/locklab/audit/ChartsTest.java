package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.run.Promise;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChartsTest {

  @Test
  void pointsHaveTheFiguresOfTheFindings() {
    Judged race =
        History.opening(0)
            .write("w1", 0, +100)
            .write("w2", 0, -100)
            .working("w1", 1, 500_001)
            .working("w2", 1, 500_001)
            .judged();
    Judged ping = History.opening(0).of("ping", Promise.LIMIT).judged();
    Charts charts = Charts.of(Experiment.of(List.of(race, ping)));
    Charts.Point point = charts.points().get(0);
    assertThat(Objects.requireNonNull(point.lost()).median())
        .isEqualByComparingTo(BigDecimal.valueOf(race.findings().lost()));
    assertThat(Objects.requireNonNull(point.lostShare()).median()).isEqualByComparingTo("0.5");
    assertThat(point.pace().median().doubleValue())
        .isEqualTo(race.findings().pace().updatesPerSecond());
    assertThat(point.waits()).isEmpty();
    assertThat(charts.points().get(1).lostShare()).isNull();
    assertThat(charts.scalings()).isEmpty();
  }

  @Test
  void strategiesUnderSeveralNumbersOfWorkersHaveALine() {
    Judged two = History.opening(0).write("w1", 0, 1).write("w2", 1, 1).judged();
    Judged one = History.opening(0).write("w1", 0, 1).judged();
    List<Charts.Scaling> scalings = Charts.of(Experiment.of(List.of(two, one))).scalings();
    assertThat(scalings).hasSize(1);
    assertThat(scalings.get(0).steps())
        .extracting(Charts.Scaling.Step::workers)
        .containsExactly(1, 2);
  }
}
