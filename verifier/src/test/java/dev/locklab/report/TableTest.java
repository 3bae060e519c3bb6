package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Finding;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    assertThat(Table.of(Experiment.of(List.of(race, lock))))
        .containsExactly(
            "strategy  promise  grade        applied  busy  stale  lost  expected   final  drift"
                + "  upd/s  Jain  overlap",
            "race      none     INTERESTING        2     -      1     1    -1,000  -1,100   -100"
                + "    4.0  1.00     100%",
            "lock      lease    OK                 2     1      0     0       120     120      0"
                + "    4.0  1.00     100%");
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
    List<String> lines =
        Table.of(Experiment.of(List.of(everything("race"), everything("fenced-lock"))));
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    assertThat(String.join(" ", lines))
        .containsSubsequence(
            "strategy",
            "promise",
            "grade",
            "applied",
            "busy",
            "stale",
            "lost",
            "expected",
            "final",
            "drift",
            "upd/s",
            "wait p50",
            "p99",
            "max",
            "Jain",
            "overlap");
  }

  private static List<String> titles(Judged run) {
    return List.of(Table.of(Experiment.of(List.of(run))).get(0).split(" +"));
  }

  /** A run of a minute that has something in every column, unless it is a matter of faults. */
  private static Judged everything(String strategy) {
    RunSpec spec = RunSpec.of(strategy).workers(4).build();
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
                60,
                12_345,
                new Findings.Times(
                    1, 123_000_000, 234_000_000, 456_000_000, 567_000_000, 789_000_000),
                Findings.Times.NONE,
                0.99,
                1,
                0.98),
            Findings.Cost.NONE,
            List.of());
    return new Judged(spec, findings);
  }
}
