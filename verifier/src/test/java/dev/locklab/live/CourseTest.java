package dev.locklab.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Write;
import dev.locklab.audit.Findings;
import dev.locklab.audit.History;
import dev.locklab.audit.Trace;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Of a run that has not ended the same is said as the audit says of one that has. */
class CourseTest {

  private static final int RUNS = 200;
  private static final int LONGEST = 200;

  private static Course of(History history) {
    Course course = new Course(history.evidence().spec().workload().opening(), 0);
    history.evidence().journal().forEach(course::add);
    return course;
  }

  @Test
  void itSaysOfEveryBeginningWhatTheAuditSays() {
    Random random = new Random(7);
    for (int run = 0; run < RUNS; run++) {
      History history = History.opening(random.nextInt(100));
      int length = 1 + random.nextInt(LONGEST);
      for (int version = 1; version <= length; version++) {
        int back = random.nextInt(4) == 0 ? random.nextInt(Math.min(version, 6)) : 0;
        history.write("w" + random.nextInt(3), version - 1L - back, random.nextInt(19) - 9);
      }
      Course course = of(history);
      Findings found = history.judged().findings();
      Findings.Lineage lineage = Objects.requireNonNull(found.lineage());
      assertThat(course.version()).isEqualTo(lineage.writes());
      assertThat(course.stale()).isEqualTo(lineage.stale());
      assertThat(course.lost()).isEqualTo(lineage.lost());
      assertThat(course.balance()).isEqualTo(found.money().found());
      assertThat(course.expected()).isEqualTo(found.money().expected());
      Trace trace = Objects.requireNonNull(Trace.of(history.evidence(), found, LONGEST));
      List<Trace.Stroke> last =
          trace.strokes().subList(Math.max(0, length - Course.LATEST), length);
      assertThat(course.latest().stream().map(Course.Recent::lost))
          .isEqualTo(last.stream().map(one -> one.fate() == Trace.Fate.LOST).toList());
    }
  }

  @Test
  void theFirstWriteOverWhatWasNotReadIsNamedWithItsFirstVictim() {
    Course course =
        of(
            History.opening(0)
                .write("w1", 0, 5)
                .write("w2", 1, 7)
                .write("w1", 1, 9)
                .write("w2", 0, 1));
    Course.Overwriting first = Objects.requireNonNull(course.first());
    assertThat(first.victim().version()).isEqualTo(2);
    assertThat(first.culprit().version()).isEqualTo(3);
    assertThat(first.count()).isEqualTo(1);
  }

  @Test
  void aWriteThatCannotFollowIsNoticed() {
    Course course = of(History.opening(0).write("w1", 0, 5).write("w2", 1, 7));
    assertThat(course.isContradictedBy(write(2, 12))).isFalse();
    assertThat(course.isContradictedBy(write(1, 5))).isFalse();
    assertThat(course.isContradictedBy(write(2, 13))).as("it read something else").isTrue();
    assertThat(course.isContradictedBy(write(0, 1))).as("no such opening").isTrue();
    assertThat(course.isContradictedBy(write(3, 12))).as("there is no such version yet").isTrue();
  }

  private static Write write(long saw, long read) {
    return new Write(3, saw, 1, read + 1, "w1", 0, 1, null, null, 0, 0);
  }

  @Test
  void aWaitBeginsWhenItsThreadHasWrittenAndPaused() {
    Course course = new Course(0, 100);
    course.add(new Write(1, 0, 1, 1, "w1", 0, 0, null, 1_000L, 1_100, 1_200));
    course.add(new Write(2, 1, 1, 2, "w1", 0, 1, null, 1_500L, 1_600, 1_700));
    course.add(new Write(3, 2, 1, 3, "w1", 0, 5, null, 9_000L, 9_100, 9_200));
    assertThat(course.latest().stream().map(recent -> String.valueOf(recent.askedAt())))
        .as("nothing is known of the first, nor of one that comes after others were given up")
        .containsExactly("null", "1300", "null");
    assertThat(course.waitP99()).isBetween(199_000L, 201_000L);
  }

  @Test
  void aCurveKeepsItsEndsItsExtremesAndWhereTheGapOpens() {
    LiveCurve curve = new LiveCurve(0);
    int length = 100_000;
    for (int version = 1; version <= length; version++) {
      long value = version == 54_321 ? 1_000_000 : version % 100;
      long gap = version < 777 ? 0 : 3;
      curve.add(version, value, BigInteger.valueOf(value + gap));
    }
    LiveCurve.Columns columns = curve.columns();
    assertThat(columns.version())
        .isSorted()
        .hasSizeLessThan(6 * LiveCurve.STRETCHES)
        .startsWith(0L)
        .endsWith((long) length)
        .contains(776L, 777L, 54_321L);
    assertThat(columns.actual()).hasSameSizeAs(columns.version()).contains(1_000_000L);
    assertThat(columns.expected()).hasSameSizeAs(columns.version());
  }
}
