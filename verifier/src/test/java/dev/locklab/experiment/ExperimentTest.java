package dev.locklab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Promise;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    StrategyProfile race = profile("race", Promise.NONE, null);
    StrategyProfile lock = profile("lock", Promise.WHILE_LEASE_HELD, null);
    StrategyProfile ifeq = profile("ifeq", Promise.ATOMIC, "Redis >= 8.4");
    Setup setup = new Setup(null, List.of(ifeq, race, lock), List.of(TWO), 2);
    Experiment experiment = Experiment.of(setup, List.of(paced("race", Promise.NONE, 10)));
    assertThat(experiment.cells()).extracting(Cell::strategy).containsExactly("ifeq", "race");
    assertThat(experiment.missingRuns()).isEqualTo(3);
    assertThat(Recommendation.of(experiment)).noneMatch(sentence -> sentence.contains("ifeq"));
  }

  @Test
  void aLimitRunsOnceUnderSettingsThatAreTheSameToIt() {
    Setting thinking = new Setting(2, 1, Duration.ofMillis(1), Duration.ZERO, null);
    Setting leased = new Setting(2, 1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2));
    Setting paused = new Setting(2, 1, Duration.ZERO, Duration.ofMillis(1), null);
    Setting four = new Setting(4, 1, Duration.ofMillis(1), Duration.ZERO, null);
    StrategyProfile lock = profile("lock", Promise.WHILE_LEASE_HELD, null);
    StrategyProfile ping = profile("ping", Promise.LIMIT, null);
    Setup setup =
        new Setup(null, List.of(lock, ping), List.of(TWO, thinking, leased, paused, four), 3);
    assertThat(setup.places())
        .filteredOn(place -> place.profile().equals(ping))
        .extracting(Setup.Place::setting)
        .containsExactly(TWO, paused, four);
    assertThat(setup.runs()).isEqualTo(3 * (5 + 3));
  }

  @Test
  void oneRepeatIsNeverCalledDifferent() {
    assertThat(Significance.compare(values(1), values(1_000))).isZero();
    assertThat(Significance.compare(values(1, 1), values(1_000))).isZero();
  }

  @Test
  void whatIsFarApartIsDifferentAndWhatOverlapsIsNot() {
    assertThat(Significance.compare(values(100, 110, 105), values(900, 1_000, 950))).isNegative();
    assertThat(Significance.compare(values(900, 1_000, 950), values(100, 110, 105))).isPositive();
    assertThat(Significance.compare(values(100, 300, 200), values(290, 400, 350))).isZero();
    // Apart, but with a spread that chance alone would put apart often.
    assertThat(Significance.compare(values(100, 200), values(210, 400))).isZero();
    // One disturbed repeat does not hide a difference that all others show.
    assertThat(
            Significance.compare(
                values(57, 2_000, 2_100, 2_050, 2_882),
                values(9_620, 11_000, 11_338, 12_000, 15_122)))
        .isNegative();
    assertThat(Significance.compare(values(57, 2_000, 2_882), values(9_620, 11_338, 15_122)))
        .isZero();
    assertThat(Significance.compare(values(0, 0), values(5, 5))).isNegative();
    assertThat(Significance.compare(values(5, 5), values(5, 5))).isZero();
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
  void whatScenariosHaveShownStandsInPlaceOfWhatIsKnownOfPromises() {
    FaultsShown faults =
        new FaultsShown(
            "faults",
            List.of(
                new FaultsShown.Shown("frozen-holder", "lock", Grade.INTERESTING),
                new FaultsShown.Shown("holder-killed", "lock", Grade.OK),
                new FaultsShown.Shown("split-brain", "lock", Grade.UNKNOWN),
                new FaultsShown.Shown("frozen-holder", "fenced", Grade.OK),
                new FaultsShown.Shown("holder-killed", "fenced", Grade.OK)));
    Experiment experiment =
        Experiment.of(
                List.of(
                    paced("lock", Promise.WHILE_LEASE_HELD, 5),
                    paced("setnx", Promise.WHILE_LEASE_HELD, 8),
                    paced("fenced", Promise.FENCED, 8)))
            .with(faults);
    assertThat(Recommendation.of(experiment))
        .contains(
            "Under faults (faults): lock did damage that it does not promise against in"
                + " frozen-holder, none in 1 other; fenced did none in 2 scenarios.")
        .anyMatch(sentence -> sentence.startsWith("A fault changes this for setnx: "))
        .noneMatch(sentence -> sentence.startsWith("A fault does not change it"));
  }

  /** The medians of each would be 10, 4 and -7, of no run at all. */
  @Test
  void expectedFoundAndDriftAreOfOneRun() {
    Cell cell =
        Experiment.of(List.of(lossy(3, 9, 1), lossy(1, 10, 6), lossy(2, 12, 4))).cells().get(0);
    BigDecimal expected = Objects.requireNonNull(cell.stat(Figure.EXPECTED)).median();
    BigDecimal found = Objects.requireNonNull(cell.stat(Figure.FOUND)).median();
    BigDecimal drift = Objects.requireNonNull(cell.stat(Figure.DRIFT)).median();
    assertThat(expected).isEqualByComparingTo("12");
    assertThat(found).isEqualByComparingTo("4");
    assertThat(found.subtract(expected)).isEqualByComparingTo(drift);
  }

  /** A run of that many seconds whose last write erases all but {@code found}. */
  private static Judged lossy(int seconds, long expected, long found) {
    return History.opening(0)
        .write("w1", 0, expected - found)
        .write("w2", 0, found)
        .working("w1", 1, seconds * 1_000_000L)
        .working("w2", 1, seconds * 1_000_000L)
        .judged();
  }

  @Test
  void whatIsTheSameUnderSeveralSettingsIsSaidOnceWithItsRange() {
    List<Judged> runs = new ArrayList<>();
    for (int think : List.of(0, 1, 2)) {
      runs.add(thinking(think, "lock", Promise.WHILE_LEASE_HELD, 5));
      runs.add(thinking(think, "setnx", Promise.WHILE_LEASE_HELD, 20 - think));
      runs.add(thinking(think, "incr", Promise.ATOMIC, 40));
    }
    assertThat(Recommendation.of(Experiment.of(runs)))
        .contains(
            "In all 3 settings: The fastest lock that lost nothing is setnx, with 18 to 20 updates/s.",
            "In all 3 settings: No lock shares more evenly than setnx (Jain 1.00).",
            "In all 3 settings: You do not need a lock where the change can be made in the store:"
                + " incr does it in one step, with 40 updates/s, 2.0 to 2.2 times setnx.")
        .filteredOn(sentence -> sentence.contains("fastest lock"))
        .hasSize(1);
    runs.add(thinking(3, "lock", Promise.WHILE_LEASE_HELD, 9));
    runs.add(thinking(3, "setnx", Promise.WHILE_LEASE_HELD, 4));
    assertThat(Recommendation.of(Experiment.of(runs)))
        .contains(
            "Think 0, 1ms and 2ms: The fastest lock that lost nothing is setnx, with 18 to 20"
                + " updates/s.",
            "Think 3ms: The fastest lock that lost nothing is lock, with 9 updates/s.");
  }

  @Test
  void severalSettingsAreNamedByWhatTheyHaveInCommon() {
    List<Setting> all = new ArrayList<>();
    for (int workers : List.of(1, 2, 4)) {
      for (int think : List.of(0, 1)) {
        all.add(new Setting(workers, 1, Duration.ofMillis(think), Duration.ZERO, null));
      }
    }
    assertThat(SettingWords.of(all, all)).isEqualTo("In all 6 settings");
    assertThat(SettingWords.of(all.subList(2, 6), all)).isEqualTo("2 and 4 workers");
    assertThat(SettingWords.of(List.of(all.get(3), all.get(5)), all))
        .isEqualTo("2 and 4 workers, think 1ms");
    assertThat(SettingWords.of(List.of(all.get(0)), all)).isEqualTo("1 worker, think 0");
    assertThat(SettingWords.of(List.of(all.get(0), all.get(3)), all))
        .isEqualTo("1 worker, think 0; 2 workers, think 1ms");
    assertThat(SettingWords.of(all.subList(0, 5), all)).isEqualTo("In 5 of 6 settings");
    assertThat(SettingWords.of(List.of(TWO), List.of(TWO))).isEmpty();
  }

  private static Judged thinking(int millis, String strategy, Promise promise, int perSecond) {
    return paced(strategy, promise, perSecond, Duration.ofMillis(millis));
  }

  @Test
  void theShareOfTimeInWhichTwoWereAtWork() {
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
    return paced(strategy, promise, perSecond, Duration.ZERO);
  }

  private static Judged paced(String strategy, Promise promise, int perSecond, Duration think) {
    History history = History.opening(0).of(strategy, promise).think(think);
    for (int i = 0; i < perSecond; i++) {
      history.write(i % 2 == 0 ? "w1" : "w2", i, 1);
    }
    return history.working("w1", 1, 1_000_001).working("w2", 1, 1_000_001).judged();
  }

  private static StrategyProfile profile(String name, Promise promise, @Nullable String needs) {
    return new StrategyProfile(name, promise, "", "", "", needs, null, List.of());
  }

  private static List<BigDecimal> values(double... values) {
    return Arrays.stream(values).mapToObj(BigDecimal::valueOf).toList();
  }
}
