package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.experiment.Figure;
import dev.locklab.run.Promise;
import org.junit.jupiter.api.Test;

/** What is claimed of times that were measured, and what is not of those that were not. */
class ClocksAndPaceTest {

  /** The second section begins 40 microseconds before the first has sent its write. */
  private static History overlapping() {
    return History.opening(0)
        .of("lock", Promise.WHILE_LEASE_HELD)
        .write("w1", 0, 1)
        .held(1_000, 1_100)
        .write("w2", 1, 1)
        .held(1_060, 1_200);
  }

  @Test
  void sectionsOverlapAsFarAsMeasuredClocksTell() {
    assertThat(overlapping().findings().verdict()).isEqualTo(Verdict.MUTEX_VIOLATED);
    assertThat(overlapping().clock("w1", 0, 20).clock("w2", 0, 20).findings().verdict())
        .isEqualTo(Verdict.CONSISTENT);
    assertThat(overlapping().clock("w1", -50, 0).findings().verdict())
        .isEqualTo(Verdict.CONSISTENT);
  }

  @Test
  void noOverlapIsClaimedOfAClockThatWasNotMeasured() {
    assertThat(overlapping().clockNotMeasured("w1").findings().verdict())
        .isEqualTo(Verdict.CONSISTENT);
    assertThat(overlapping().clockNotMeasured("w2").findings().verdict())
        .isEqualTo(Verdict.CONSISTENT);
  }

  @Test
  void noHandOffIsReckonedFromAClockThatWasNotMeasured() {
    History history = History.opening(0).of("lock", Promise.WHILE_LEASE_HELD);
    for (int i = 0; i < 6; i++) {
      history.write(i % 2 == 0 ? "w1" : "w2", i, 1).held(1_000 + i * 100, 1_050 + i * 100);
    }
    assertThat(history.findings().cost().handOffs().count()).isPositive();
    assertThat(history.clockNotMeasured("w2").findings().cost().handOffs())
        .isEqualTo(Findings.Times.NONE);
  }

  @Test
  void whatNobodyTimedIsAbsent() {
    Findings.Pace pace =
        History.opening(0).write("w1", 0, 1).write("w2", 1, 1).died("w2").findings().pace();
    assertThat(pace.seconds()).isNull();
    assertThat(pace.updatesPerSecond()).isNull();
    assertThat(pace.jain()).isNull();
    assertThat(pace.overlap()).isNull();
    assertThat(pace.waits()).isEqualTo(Findings.Times.NONE);
  }

  @Test
  void noFigureIsMadeOfNothing() {
    Judged run = History.opening(0).write("w1", 0, 1).write("w2", 1, 1).died("w1").judged();
    for (Figure figure : Figure.all()) {
      if (figure.group() == Figure.Group.PRICE) {
        assertThat(figure.of(run)).as(figure.key()).isNull();
      }
    }
  }

  @Test
  void clocksThatWereNotMeasuredDoNotOverlap() {
    History history =
        History.opening(0)
            .write("w1", 0, 1)
            .write("w2", 1, 1)
            .working("w1", 1, 101)
            .working("w2", 1, 101);
    assertThat(history.findings().pace().overlap()).isEqualTo(1);
    assertThat(history.clockNotMeasured("w1").findings().pace().overlap()).isNull();
    assertThat(history.findings().pace().updatesPerSecond()).isNotNull();
  }

  @Test
  void theThreadsOfOneWorkerHaveOneClock() {
    assertThat(
            History.opening(0)
                .write("w1#0", 0, 1)
                .write("w1#1", 1, 1)
                .working("w1#0", 1, 101)
                .working("w1#1", 51, 151)
                .clockNotMeasured("w1#0")
                .clockNotMeasured("w1#1")
                .findings()
                .pace()
                .overlap())
        .isEqualTo(1.0 / 3);
  }

  @Test
  void aSingleThreadOverlapsWithNobody() {
    assertThat(History.opening(0).write("w1", 0, 1).working("w1", 1, 9).findings().pace().overlap())
        .isNull();
  }

  /** Three of four race all the time; the fourth hardly comes. Grade and column say the same. */
  @Test
  void gradeAndColumnGoByOneMeasure() {
    History history = History.opening(0).of("setnx-expire", Promise.WHILE_LEASE_HELD);
    for (int i = 0; i < 4; i++) {
      history.write("w" + (i + 1), i, 1).working("w" + (i + 1), 1, i == 3 ? 41 : 1_001);
    }
    Judged run = history.judged();
    assertThat(run.findings().grade()).isEqualTo(Grade.OK);
    assertThat(Figure.OVERLAP.of(run)).isEqualByComparingTo("1");
  }
}
