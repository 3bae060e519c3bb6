package dev.locklab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {

  @Test
  void countersAreSharedOutAmongTheAppliedUpdates() {
    Findings.Cost cost =
        History.opening(0)
            .write("w1", 0, 1)
            .write("w2", 1, 1)
            .cost(9, 24, 50, 2.0)
            .findings()
            .cost();
    assertThat(cost.requests()).isEqualTo(4.5);
    assertThat(cost.commands()).isEqualTo(12);
    assertThat(cost.cpuNanos()).isEqualTo(25_000);
    assertThat(cost.alone()).isEqualTo(2);
    assertThat(History.opening(0).write("w1", 0, 1).findings().cost())
        .isEqualTo(Findings.Cost.NONE);
  }

  @Test
  void aHandOffCountsWhereTheNextOneWasWaiting() {
    Findings.Times times =
        History.opening(0)
            .write("w1", 0, 1)
            .held(100, 110)
            .write("w2", 1, 1)
            .held(115, 120)
            .write("w1", 2, 1)
            .held(150, 160)
            .write("w1", 3, 1)
            .held(170, 180)
            .findings()
            .cost()
            .handOffs();
    // w2 may have come late the first time, and w1 gave the lock to itself the last time.
    assertThat(times.count()).isEqualTo(1);
    assertThat(times.max()).isBetween(30_000L, 30_100L);
  }

  @Test
  void repeatsFoldIntoTheMedianRunWithTheWorstGrade() {
    Judged good = History.opening(0).write("w1", 0, 1).write("w2", 1, 1).judged();
    Judged bad =
        History.opening(0).write("w1", 0, 1).write("w2", 0, 1).of("race", Promise.ATOMIC).judged();
    Cell cell = Experiment.of(List.of(good, bad, good)).cells().get(0);
    assertThat(cell.repeats()).hasSize(3);
    assertThat(cell.verdict()).isEqualTo(Verdict.LOST_UPDATES);
  }

  @Test
  void aLimitIsNotGraded() {
    Findings findings =
        History.opening(0).report("w1", +7, Outcome.APPLIED).of("ping", Promise.LIMIT).findings();
    assertThat(findings.grade()).isEqualTo(Grade.LIMIT);
    assertThat(findings.verdict()).isEqualTo(Verdict.CONSISTENT);
  }
}
