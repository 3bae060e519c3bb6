package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Finding;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.experiment.Experiment;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

  @Test
  void runsStandSideBySide() {
    Judged race =
        History.opening(0)
            .write("w1", 0, +100)
            .write("w2", 0, -1_100)
            .working("w1", 1, 500_001)
            .working("w2", 1, 500_001)
            .judged();
    Judged lock =
        History.opening(0)
            .write("w1", 0, +100)
            .report("w2", +7, Outcome.BUSY)
            .write("w2", 1, +20)
            .working("w1", 1, 500_001)
            .working("w2", 1, 500_001)
            .of("lock", Promise.WHILE_LEASE_HELD)
            .judged();
    assertThat(Table.of(Experiment.of(List.of(race, lock)), 120))
        .containsExactly(
            "strategy  promise  grade        upd/s  Jain  overlap"
                + "  applied  busy  stale  lost  expected   final  drift",
            "race      none     INTERESTING    4.0  1.00     100%"
                + "        2     -      1     1    -1,000  -1,100   -100",
            "lock      lease    OK             4.0  1.00     100%"
                + "        2     1      0     0       120     120      0");
  }

  @Test
  void aColumnInWhichNobodyHasAnythingVanishes() {
    History history = History.opening(0).write("w1", 0, +1);
    assertThat(titles(history.judged()))
        .contains("stale", "lost", "final", "drift")
        .doesNotContain("busy", "refused", "failed", "unknown", "wait", "p99", "max");
    assertThat(titles(history.report("w1", 1, Outcome.FAILED).judged())).contains("failed");
    assertThat(titles(history.journalOff().judged())).doesNotContain("stale", "lost");
    assertThat(titles(history.balanceNotFound().judged())).doesNotContain("final", "drift");
  }

  @Test
  void everythingAtOnceIsReadableAt120Columns() {
    List<String> lines = everythingAt(120);
    assertThat(String.join(" ", lines))
        .containsSubsequence(
            "strategy",
            "promise",
            "grade",
            "upd/s",
            "wait p50",
            "p99",
            "max",
            "Jain",
            "overlap",
            "applied",
            "busy",
            "stale",
            "lost",
            "expected",
            "final",
            "drift");
    assertThat(lines)
        .contains("Pace and waiting", "What became of the updates, what it cost the server");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100, 120, 200, 400})
  void aTableFitsAndLosesNothing(int width) {
    List<String> lines = everythingAt(width);
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    assertThat(String.join(" ", lines).split(" +"))
        .contains("race", "fenced-lock", "INTERESTING", "123,456", "-54,321", "456ms", "98%");
    assertThat(lines.stream().filter(line -> line.startsWith("fenced-lock")).count())
        .as("every part says whose figures they are")
        .isEqualTo(lines.stream().filter(line -> line.startsWith("strategy")).count());
  }

  private static List<String> everythingAt(int width) {
    return Table.of(Experiment.of(List.of(everything("race"), everything("fenced-lock"))), width);
  }

  @Test
  void eachSettingHasALineAboveItsCells() {
    Judged two =
        History.opening(0).write("w1", 0, 1).write("w2", 1, 1).of("lock", Promise.ATOMIC).judged();
    Judged one = History.opening(0).write("w1", 0, 1).of("lock", Promise.ATOMIC).judged();
    List<String> lines = Table.of(Experiment.of(List.of(two, one)), 120);
    assertThat(lines.get(0)).doesNotContain("workers");
    assertThat(lines.get(1)).startsWith("-- 2 workers -----");
    assertThat(lines.get(2)).startsWith("lock");
    assertThat(lines.get(3)).startsWith("-- 1 worker -----");
    assertThat(lines.get(4)).startsWith("lock");
  }

  private static List<String> titles(Judged run) {
    return List.of(Table.of(Experiment.of(List.of(run)), 120).get(0).split(" +"));
  }

  /** A run of a minute that has something in every column, unless it is a matter of faults. */
  private static Judged everything(String strategy) {
    List<String> team = List.of("w1", "w2", "w3", "w4");
    RunSpec spec =
        Workload.builder().build().started("", strategy, Promise.NONE, null, team, List.of());
    Findings findings =
        new Findings(
            Verdict.LOST_UPDATES,
            Grade.INTERESTING,
            "",
            List.of(new Finding(Verdict.LOST_UPDATES, "")),
            Map.of(Outcome.APPLIED, 123_456L, Outcome.BUSY, 23_456L),
            0,
            0,
            0,
            new Findings.Money(0, BigInteger.valueOf(-12_345), -54_321L),
            new Findings.Lineage(
                123_456, 45_678, 45_678, BigInteger.valueOf(41_976), null, null, null),
            new Findings.Pace(
                60.0,
                12_345.0,
                new Findings.Times(
                    1, 123_000_000, 234_000_000, 456_000_000, 567_000_000, 789_000_000),
                Findings.Times.NONE,
                0.99,
                0.98,
                1_000_000L),
            new Findings.Cost(4.0, 18.0, 2.5e4, 4.0, Findings.Times.NONE),
            Findings.Clients.NONE,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of());
    return new Judged(spec, findings);
  }
}
