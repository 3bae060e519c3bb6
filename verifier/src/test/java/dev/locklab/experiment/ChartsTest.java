package dev.locklab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.run.Promise;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChartsTest {

  @Test
  void sharesAreOfAllWritesAndLimitsHaveNone() {
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
    assertThat(Objects.requireNonNull(point.lostShare()).median()).isEqualByComparingTo("0.5");
    assertThat(point.waits()).isEmpty();
    assertThat(charts.points().get(1).lostShare()).isNull();
  }
}
