package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.run.Promise;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExperimentTest {

  private static final Setting TWO = new Setting(2, 1, Duration.ZERO, Duration.ZERO, null);

  @Test
  void everyFigureIsAMedianOfItsOwn() {
    Stat stat = Stat.of(values(3, 9, 1, 5));
    assertThat(stat)
        .isEqualTo(
            new Stat(BigDecimal.valueOf(4.0), BigDecimal.valueOf(1.0), BigDecimal.valueOf(9.0)));
    assertThat(Stat.of(values(3, 9, 1)))
        .isEqualTo(
            new Stat(BigDecimal.valueOf(3.0), BigDecimal.valueOf(1.0), BigDecimal.valueOf(9.0)));
    assertThat(Stat.of(List.of())).isNull();
  }

  @Test
  void theWorstOfTheRepeatsDecidesTheGrade() {
    Judged good =
        History.opening(0).write("w1", 0, 1).write("w2", 1, 1).of("lock", Promise.ATOMIC).judged();
    Judged bad =
        History.opening(0).write("w1", 0, 1).write("w2", 0, 1).of("lock", Promise.ATOMIC).judged();
    Cell cell = Experiment.of(List.of(good, bad, good)).cells().get(0);
    assertThat(cell.grade()).isEqualTo(Grade.FAILED);
    assertThat(cell.verdict()).isEqualTo(Verdict.LOST_UPDATES);
    assertThat(cell.lost()).isEqualTo(1);
    assertThat(cell.isSound()).isFalse();
  }

  @Test
  void whatTheServerCannotRunHasACellAndWhatIsMissingHasNone() {
    Profile race = profile("race", Promise.NONE, null);
    Profile lock = profile("lock", Promise.WHILE_LEASE_HELD, null);
    Profile ifeq = profile("ifeq", Promise.ATOMIC, "Redis >= 8.4");
    Setup setup = new Setup(null, List.of(ifeq, race, lock), List.of(TWO), 2);
    Experiment experiment = Experiment.of(setup, List.of(paced("race", Promise.NONE, 10)));
    assertThat(experiment.cells()).extracting(Cell::strategy).containsExactly("ifeq", "race");
    assertThat(experiment.missingRuns()).isEqualTo(3);
    assertThat(Recommendation.of(experiment)).noneMatch(sentence -> sentence.contains("ifeq"));
  }

  @Test
  void oneRepeatIsNeverCalledDifferent() {
    assertThat(Noise.compare(values(1), values(1_000))).isZero();
    assertThat(Noise.compare(values(1, 1), values(1_000))).isZero();
  }

  @Test
  void whatIsFarApartIsDifferentAndWhatOverlapsIsNot() {
    assertThat(Noise.compare(values(100, 110, 105), values(900, 1_000, 950))).isNegative();
    assertThat(Noise.compare(values(900, 1_000, 950), values(100, 110, 105))).isPositive();
    assertThat(Noise.compare(values(100, 300, 200), values(290, 400, 350))).isZero();
    // Apart, but with a spread that chance alone would put apart often.
    assertThat(Noise.compare(values(100, 200), values(210, 400))).isZero();
    // One disturbed repeat does not hide a difference that all others show.
    assertThat(
            Noise.compare(
                values(57, 2_000, 2_100, 2_050, 2_882),
                values(9_620, 11_000, 11_338, 12_000, 15_122)))
        .isNegative();
    assertThat(Noise.compare(values(57, 2_000, 2_882), values(9_620, 11_338, 15_122))).isZero();
    assertThat(Noise.compare(values(0, 0), values(5, 5))).isNegative();
    assertThat(Noise.compare(values(5, 5), values(5, 5))).isZero();
  }

  @Test
  void equalsShareARank() {
    Experiment experiment =
        Experiment.of(
            IntStream.range(0, 5)
                .boxed()
                .flatMap(
                    i ->
                        List.of(
                            paced("slow", Promise.ATOMIC, 10 + i),
                            paced("like", Promise.ATOMIC, 11 + i),
                            paced("fast", Promise.FENCED, 500 + i))
                            .stream())
                .toList());
    assertThat(experiment.cells()).extracting(Cell::rank).containsExactly(2, 2, 1);
    assertThat(Recommendation.of(experiment))
        .anyMatch(sentence -> sentence.startsWith("The only lock that lost nothing is fast"))
        .anyMatch(sentence -> sentence.startsWith("You do not need a lock"))
        .anyMatch(sentence -> sentence.contains("fast: the store refuses a holder that is late"));
  }

  @Test
  void aRecommendationNamesLosersLuckAndTheFastest() {
    Experiment experiment =
        Experiment.of(
            List.of(
                History.opening(0).write("w1", 0, 1).write("w2", 0, 1).judged(),
                paced("flag", Promise.NONE, 9),
                paced("lock", Promise.WHILE_LEASE_HELD, 5),
                paced("setnx", Promise.WHILE_LEASE_HELD, 8)));
    assertThat(Recommendation.of(experiment))
        .contains(
            "race lost 1 of 2 updates; lock and setnx lost none.",
            "flag lost nothing this time, but promised nothing either: that was luck.",
            "No lock shares more evenly than setnx (Jain 1.00).")
        .anyMatch(sentence -> sentence.startsWith("The fastest lock that lost nothing is setnx"))
        .anyMatch(sentence -> sentence.startsWith("A fault changes this for lock and setnx"))
        .anyMatch(sentence -> sentence.startsWith("Each ran once"))
        .noneMatch(sentence -> sentence.contains("do not need a lock"));
  }

  @Test
  void theShareOfTimeInWhichAllWorkersWereAtWork() {
    Findings.Pace pace =
        History.opening(0)
            .write("w1", 0, 1)
            .write("w2", 1, 1)
            .working("w1", 1, 101)
            .working("w2", 51, 201)
            .findings()
            .pace();
    assertThat(pace.overlap()).isEqualTo(0.25);
  }

  /** Two workers that work for a second at that pace, one after the other's write. */
  private static Judged paced(String strategy, Promise promise, int perSecond) {
    History history = History.opening(0).of(strategy, promise);
    for (int i = 0; i < perSecond; i++) {
      history.write(i % 2 == 0 ? "w1" : "w2", i, 1);
    }
    return history.working("w1", 1, 1_000_001).working("w2", 1, 1_000_001).judged();
  }

  private static Profile profile(String name, Promise promise, @Nullable String needs) {
    return new Profile(name, promise, "", "", "", needs, List.of());
  }

  private static List<BigDecimal> values(double... values) {
    return Arrays.stream(values).mapToObj(BigDecimal::valueOf).toList();
  }
}
