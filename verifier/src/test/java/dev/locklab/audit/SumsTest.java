package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where there is no journal, the balance is held against what updates of unknown fate can make. */
class SumsTest {

  @Test
  void anUpdateWithoutReplyThatWasNotApplied() {
    says(
        unknown(0),
        Verdict.CONSISTENT,
        "the balance is the sum of all acknowledged updates;"
            + " 1 update of unknown fate adds nothing to it");
  }

  @Test
  void anUpdateWithoutReplyThatWasApplied() {
    says(
        unknown(+7),
        Verdict.CONSISTENT,
        "the balance is the sum of all acknowledged updates;"
            + " the +7 beyond it can be of the 1 update of unknown fate");
  }

  @Test
  void whatNoUpdateCanExplainIsAViolation() {
    says(
        unknown(+6),
        Verdict.LOST_UPDATES,
        "the balance is off by +6, and nothing that the 1 update of unknown fate can add explains"
            + " that; without a journal nobody can tell which updates were lost");
    says(unknown(+8), Verdict.LOST_UPDATES);
    says(unknown(-1), Verdict.LOST_UPDATES);
  }

  @Test
  void severalWhoseAmountsAreNotKnownDecideNothing() {
    says(
        History.opening(0)
            .report("w1", +7, Outcome.UNKNOWN)
            .report("w1", +1_000_000, Outcome.UNKNOWN)
            .journalOff(),
        Verdict.INDETERMINATE,
        "without a journal nobody can tell what became of 2 updates that got no reply");
  }

  @Test
  void aJournalThatIsGoneLeavesTheSum() {
    Findings right =
        History.opening(0)
            .write("w1", 0, +100)
            .write("w2", 1, -30)
            .withoutEntry(1)
            .withoutEntry(2)
            .findings();
    assertThat(right.findings())
        .containsExactly(
            new Finding(
                Verdict.INDETERMINATE,
                "the journal was trimmed or deleted: it has 0 of 2 entries,"
                    + " and the sum alone says too little"));
    assertThat(right.lineage()).isNull();
    says(
        History.opening(0).write("w1", 0, +100).write("w2", 0, -30).withoutEntry(1).withoutEntry(2),
        Verdict.LOST_UPDATES);
  }

  @Test
  void sumsAreReckonedRightHoweverManyThereAre() {
    Random random = new Random(11);
    for (int i = 0; i < 60; i++) {
      List<Long> deltas = new ArrayList<>();
      int count = random.nextInt(24);
      for (int d = 0; d < count; d++) {
        deltas.add((random.nextInt(9) + 1L) * (random.nextBoolean() ? 1 : -1) * 5);
      }
      Set<Long> all = new HashSet<>(Set.of(0L));
      for (long delta : deltas) {
        Set.copyOf(all).forEach(sum -> all.add(sum + delta));
      }
      for (long sum = -1_100; sum <= 1_100; sum++) {
        assertThat(Sums.reachable(deltas, BigInteger.valueOf(sum)))
            .as("%s of %s", sum, deltas)
            .isEqualTo(all.contains(sum));
      }
    }
  }

  @Test
  void whatIsTooMuchToReckonIsUndecidedInsideOfTheIntervalOnly() {
    List<Long> huge = Collections.nCopies(40, Long.MAX_VALUE / 3);
    assertThat(Sums.reachable(huge, BigInteger.ONE)).isNull();
    assertThat(Sums.reachable(huge, BigInteger.ONE.negate())).isFalse();
    assertThat(Sums.reachable(huge, BigInteger.ONE.shiftLeft(70))).isFalse();
  }

  private static History unknown(long applied) {
    return History.opening(0)
        .write("w1", 0, +100)
        .report("w2", +7, Outcome.UNKNOWN)
        .somebodyElseAdds(applied)
        .journalOff();
  }

  private static void says(History history, Verdict verdict) {
    assertThat(history.findings().findings()).extracting(Finding::verdict).containsExactly(verdict);
  }

  private static void says(History history, Verdict verdict, String sentence) {
    assertThat(history.findings().findings()).containsExactly(new Finding(verdict, sentence));
  }
}
