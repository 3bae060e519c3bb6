package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TraceTest {

  private static final History CLASSIC_PAIR =
      History.opening(0).write("w1", 0, +100).write("w2", 0, -100).write("w10", 2, +5);

  @Test
  void everyWriteHasItsLaneAndItsFate() {
    Trace trace = of(CLASSIC_PAIR, 100);
    assertThat(trace.lanes()).extracting(Trace.Lane::worker).containsExactly("w1", "w2", "w10");
    assertThat(trace.strokes()).extracting(Trace.Stroke::lane).containsExactly(0, 1, 2);
    assertThat(trace.strokes())
        .extracting(Trace.Stroke::fate)
        .containsExactly(Trace.Fate.LOST, Trace.Fate.CULPRIT, Trace.Fate.SURVIVED);
  }

  @Test
  void lostWritesAndGapAreThoseOfTheFindings() {
    History history = History.opening(10);
    for (int version = 1; version <= 5_000; version++) {
      history.write("w" + version % 3, version % 7 == 0 ? version - 2 : version - 1, version % 11);
    }
    Findings findings = history.findings();
    Trace trace = of(history, 10_000);
    long lost = trace.strokes().stream().filter(stroke -> stroke.fate() == Trace.Fate.LOST).count();
    List<BalanceCurve.Point> points = trace.curve().points();
    assertThat(lost).isPositive().isEqualTo(findings.lost());
    assertThat(points.get(points.size() - 1).gap())
        .isEqualTo(Objects.requireNonNull(findings.money().drift()).negate());
  }

  @Test
  void thinningKeepsWhereTheGapOpensAndTheExtremes() {
    BalanceCurve.Builder builder = new BalanceCurve.Builder(0, 100_000);
    long balance = 0;
    for (int version = 1; version <= 100_000; version++) {
      long delta = version == 54_321 ? 1_000_000 : version == 54_322 ? -1_000_000 : 1;
      // The write of version 33,333 is lost on the way.
      balance += version == 33_333 ? 0 : delta;
      builder.add(balance, delta);
    }
    List<BalanceCurve.Point> points = builder.build().points();
    assertThat(points).hasSizeLessThan(6 * BalanceCurve.STRETCHES + 10);
    assertThat(points).extracting(BalanceCurve.Point::version).isSorted().doesNotHaveDuplicates();
    assertThat(points)
        .extracting(BalanceCurve.Point::version)
        .contains(0L, 33_332L, 33_333L, 54_321L, 100_000L);
    assertThat(points.stream().filter(point -> !point.gap().equals(BigInteger.ZERO)).findFirst())
        .hasValueSatisfying(point -> assertThat(point.version()).isEqualTo(33_333));
  }

  @Test
  void whatDoesNotFitIsLeftOutAroundTheFirstLostWrite() {
    History history = History.opening(0);
    for (int version = 1; version <= 1_000; version++) {
      history.write("w1", version == 700 ? 698 : version - 1, 1);
    }
    Trace trace = of(history, 100);
    assertThat(trace.first()).isEqualTo(650);
    assertThat(trace.writes()).isEqualTo(1_000);
    assertThat(trace.strokes()).hasSize(100).anyMatch(stroke -> stroke.fate() == Trace.Fate.LOST);
  }

  @Test
  void withoutAJournalThereIsNothingToFollow() {
    History history = History.opening(0).write("w1", 0, 1).journalOff();
    assertThat(Trace.of(history.evidence(), history.findings(), 10)).isNull();
  }

  private static Trace of(History history, int most) {
    return Objects.requireNonNull(Trace.of(history.evidence(), history.findings(), most));
  }
}
