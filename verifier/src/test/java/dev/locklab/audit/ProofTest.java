package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.run.Ending;
import dev.locklab.run.Promise;
import dev.locklab.run.SeqRanges;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What CONSISTENT needs, and what is said where something of it is missing or contradicts. */
class ProofTest {

  private static History serial() {
    return History.opening(0).write("w1", 0, +5).write("w2", 1, -3).write("w1", 2, +1);
  }

  @Nested
  class Missing {

    @Test
    void aLivingWorkerOwesItsTally() {
      String why = "w2#0 handed in no tally, and nobody says that it died";
      says(serial().withoutTally("w2"), Verdict.INDETERMINATE, why);
      says(
          History.opening(0)
              .write("w1", 0, +5)
              .report("w2", +3, Outcome.BUSY)
              .withoutTally("w2")
              .journalOff(),
          Verdict.INDETERMINATE,
          why);
    }

    @Test
    void withoutAnyTallyTheEndOfTheJournalMayBeGone() {
      History cut = serial().withoutTally("w1").withoutTally("w2").withoutEntry(3).versionFound(2);
      assertThat(cut.findings().verdict()).isNotEqualTo(Verdict.CONSISTENT);
      says(
          serial().withoutTally("w1").withoutTally("w2"),
          Verdict.INDETERMINATE,
          "w1#0 and w2#0 handed in no tally, and nobody says that they died");
    }

    @Test
    void whatCouldNotBeReadIsSaid() {
      String why = "the store could not be read to the end: NOPERM";
      says(serial().unread(why), Verdict.INDETERMINATE, why);
    }

    @Test
    void anEmptiedJournalProvesNothingThoughTheSumIsRight() {
      says(
          serial().withoutEntry(1).withoutEntry(2).withoutEntry(3),
          Verdict.INDETERMINATE,
          "the journal was trimmed or deleted: it has 0 of 3 entries, and the sum alone says too little");
    }

    @Test
    void aTrimmedJournalIsCalledThat() {
      says(
          serial().trimmed(1),
          Verdict.INDETERMINATE,
          "the journal was trimmed or deleted: it has 2 of 3 entries, and the sum alone says too little");
    }

    @Test
    void theDeadMustHaveBeenHeardOf() {
      Evidence sound = serial().died("w2").evidence();
      assertThat(Audit.of(sound).verdict()).isEqualTo(Verdict.CONSISTENT);
      says(
          ending(sound, sound.ending().version(), Map.of()),
          Verdict.INDETERMINATE,
          "nothing says how many updates w2 had applied when last heard of");
    }

    @Test
    void whereSomebodyDiedTheNumberOfWritesMustBeKnown() {
      Evidence sound = serial().died("w2").evidence();
      says(
          ending(sound, null, Map.of("w2", 1L)),
          Verdict.INDETERMINATE,
          "how many writes there were is not known: the version found is missing, and w2 died");
    }

    @Test
    void withoutAVersionTalliesThatCoverTheTeamAreEnough() {
      Evidence sound = serial().evidence();
      assertThat(Audit.of(ending(sound, null, Map.of())).verdict()).isEqualTo(Verdict.CONSISTENT);
    }

    private Evidence ending(Evidence of, @Nullable Long version, Map<String, Long> heard) {
      Ending was = of.ending();
      return new Evidence(
          of.spec(),
          new Ending(
              was.balance(),
              version,
              was.dead(),
              was.stalled(),
              was.stopped(),
              was.cost(),
              was.trouble(),
              heard,
              was.unread(),
              was.foreign(),
              was.libraries(),
              null),
          of.journal(),
          of.tallies());
    }
  }

  @Nested
  class WhatTheStoreLost {

    @Test
    void aDeadWorkersLastHeartbeatIsHeldAgainstTheJournal() {
      says(
          History.opening(0)
              .write("w1", 0, +5)
              .write("w2", 1, +3)
              .died("w1")
              .died("w2")
              .lastHeard("w1", 365),
          Verdict.STORE_LOST_WRITES,
          "w1 told of 365 updates that were applied before it died, and the journal has 1 of it");
    }

    /** A writer had read before the store was emptied, and wrote after that: saw is of before. */
    @Test
    void theStoreBeganAgainUnderAWriterInMidUpdate() {
      Findings findings =
          History.opening(0)
              .report("w1", +5, Outcome.APPLIED)
              .report("w2", +7, Outcome.APPLIED)
              .write("w1", 2, +1)
              .findings();
      assertThat(findings.findings())
          .containsExactly(
              new Finding(
                  Verdict.STORE_LOST_WRITES,
                  "2 acknowledged updates (+12 in all) are not in the journal, w1#0/0 among them"));
      assertThat(findings.notices())
          .contains("the store began again while w1#0/1 was between its read and its write");
    }
  }

  @Nested
  class SomebodyElse {

    @Test
    void setTheVersionCounterBack() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +5)
              .write("w2", 1, -3)
              .write("w1", 0, +1)
              .versionFound(1)
              .findings();
      assertThat(findings.findings())
          .containsExactly(
              new Finding(
                  Verdict.UNEXPLAINED,
                  "somebody else set the version counter back or deleted it, beside the journal:"
                      + " it has 3 entries, and the counter says 1"));
      assertThat(findings.lost()).isZero();
    }

    @Test
    void appendedAnEntry() {
      says(
          serial().phantom("w1", 3, +9, 77).versionFound(3),
          Verdict.UNEXPLAINED,
          "somebody else appended 1 entry to the journal: it has 4 entries, and the counter says 3");
    }

    @Test
    void leftTracesInTheKeys() {
      says(
          serial().foreign("the version counter holds no number"),
          Verdict.UNEXPLAINED,
          "the version counter holds no number");
    }

    @Test
    void repairedALossFromOutside() {
      Findings findings =
          History.opening(0).write("w1", 0, +5).write("w2", 0, +7).somebodyElseAdds(+5).findings();
      assertThat(findings.findings())
          .extracting(Finding::sentence)
          .contains(
              "the balance is right, and 1 update is lost all the same:"
                  + " the +5 that thereby went missing came from elsewhere")
          .noneMatch(sentence -> sentence.contains("cancel out"));
    }
  }

  @Nested
  class TalliesThatContradictThemselves {

    @Test
    void aThreadTwice() {
      says(
          with(
              tallies -> {
                tallies.add(tallies.get(0));
                return tallies;
              }),
          Verdict.UNEXPLAINED,
          "the tallies contradict themselves: w1#0 handed in more than one");
    }

    @Test
    void anUpdateWithTwoOutcomes() {
      Evidence sound = serial().evidence();
      Tally first = sound.tallies().get(0);
      Tally torn =
          tally(first, first.applied(), new Tally.Share(SeqRanges.parse("1"), BigInteger.ONE));
      says(
          with(tallies -> new ArrayList<>(List.of(torn, tallies.get(1)))),
          Verdict.UNEXPLAINED,
          "the tallies contradict themselves: update w1#0/1 is counted as applied and as failed");
    }

    @Test
    void aNumberWithoutEndIsNotLookedUpOneByOne() {
      Evidence sound = serial().evidence();
      Tally first = sound.tallies().get(0);
      Tally endless =
          tally(
              first,
              new Tally.Share(SeqRanges.parse("0-2147483647"), BigInteger.TEN),
              new Tally.Share(new SeqRanges(), BigInteger.ZERO));
      Findings findings =
          Audit.of(
              new Evidence(
                  sound.spec(),
                  sound.ending(),
                  sound.journal(),
                  List.of(endless, sound.tallies().get(1))));
      assertThat(findings.findings().get(0).sentence())
          .startsWith(
              "2,147,483,646 acknowledged updates (+4 in all) are not in the journal, w1#0/2");
    }

    private Evidence with(UnaryOperator<List<Tally>> change) {
      Evidence sound = serial().evidence();
      return new Evidence(
          sound.spec(),
          sound.ending(),
          sound.journal(),
          List.copyOf(change.apply(new ArrayList<>(sound.tallies()))));
    }

    private Tally tally(Tally of, Tally.Share applied, Tally.Share failed) {
      return new Tally(
          of.worker(),
          of.thread(),
          applied,
          of.busy(),
          of.refused(),
          failed,
          of.unknown(),
          of.busyAnswers(),
          of.stale(),
          of.startedAt(),
          of.endedAt(),
          of.clockOffset(),
          of.clockUncertainty(),
          null,
          null,
          Map.of(),
          null,
          null,
          null);
    }
  }

  @Nested
  class WorkLeftUndone {

    @Test
    void fewerUpdatesThanWereAskedFor() {
      says(
          serial().asked(4).report("w2", +1, Outcome.FAILED).trouble("w2", "NOPERM no right to it"),
          Verdict.INDETERMINATE,
          "5 of 8 updates that were asked for were not applied: 1 failed, \"NOPERM no right to it\"");
    }

    @Test
    void allRefusedByTheServer() {
      says(
          History.opening(0)
              .report("w1", +1, Outcome.FAILED)
              .trouble("w1", "OOM command not allowed")
              .asked(1),
          Verdict.INDETERMINATE,
          "no update was applied: 1 failed, \"OOM command not allowed\"");
    }

    @Test
    void aLockThatLetsNobodyIn() {
      History history =
          History.opening(0).report("w1", +1, Outcome.BUSY).report("w2", +2, Outcome.BUSY);
      says(history, Verdict.INDETERMINATE, "no update was applied: 2 found the lock taken");
      assertThat(history.findings().gradeReason())
          .isEqualTo("no update was applied, so nothing was proved");
    }

    @Test
    void aThreadThatLeftBeforeTheTimeWasOver() {
      says(
          serial().leftEarly("w2", "defect of the strategy: StackOverflowError"),
          Verdict.INDETERMINATE,
          "work was left undone: w2#0 stopped before the time was over:"
              + " \"defect of the strategy: StackOverflowError\"");
    }

    @Test
    void theDeadLeaveTheirWorkUndone() {
      says(
          serial().died("w2").asked(2),
          Verdict.INDETERMINATE,
          "1 of 4 updates that were asked for was not applied: w2 died");
    }

    @Test
    void whatWasSkippedByChoiceIsNoWorkLeft() {
      says(serial().report("w2", +1, Outcome.BUSY).asked(2), Verdict.CONSISTENT);
      assertThat(serial().report("w2", +1, Outcome.BUSY).retrying().asked(2).findings().verdict())
          .isEqualTo(Verdict.INDETERMINATE);
    }

    @Test
    void whatAStaleHolderWasRefusedIsNoWorkLeft() {
      says(serial().report("w2", +1, Outcome.REFUSED).asked(2), Verdict.CONSISTENT);
    }

    @Test
    void whoEndsARunHimselfLeavesNothingUndone() {
      says(serial().asked(100).stopped("interrupted"), Verdict.CONSISTENT);
      assertThat(serial().asked(100).stopped(Ending.CUT_OFF).findings().verdict())
          .isEqualTo(Verdict.INDETERMINATE);
    }
  }

  @Nested
  class Limits {

    @Test
    void applyNothing() {
      says(
          History.opening(0).report("w1", +5, Outcome.APPLIED).of("ping", Promise.LIMIT),
          Verdict.CONSISTENT);
      says(
          History.opening(0)
              .report("w1", +5, Outcome.APPLIED)
              .somebodyElseAdds(1_000_000)
              .of("ping", Promise.LIMIT),
          Verdict.UNEXPLAINED,
          "a limit applies no update, and the balance went from 0 to 1,000,000");
    }

    @Test
    void areNoCoverForLostUpdates() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +5)
              .write("w2", 0, -5)
              .of("race", Promise.LIMIT)
              .findings();
      assertThat(findings.verdict()).isEqualTo(Verdict.UNEXPLAINED);
      assertThat(findings.findings())
          .extracting(Finding::sentence)
          .contains("a limit applies no update, and there is a journal of 2 writes");
    }
  }

  /** A milder fault is never graded worse than the same with more besides. */
  @Nested
  class Grades {

    private static final Duration LEASE = Duration.ofMillis(10);

    @Test
    void anOutlivedLeaseThatCostNothingIsNotCoveredEither() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +1)
              .held(1_000, 13_000)
              .clock("w1", 0, 0)
              .write("w2", 1, +1)
              .held(12_000, 14_000)
              .clock("w2", 0, 0)
              .of("lock", Promise.WHILE_LEASE_HELD)
              .lease(LEASE)
              .findings();
      assertThat(findings.verdict()).isEqualTo(Verdict.MUTEX_VIOLATED);
      assertThat(findings.grade()).isEqualTo(Grade.INTERESTING);
      assertThat(findings.gradeReason())
          .isEqualTo("critical sections overlapped, each after a holder had outlived its lease");
    }

    @Test
    void aLossMoreNeverMakesAGradeBetter() {
      for (Promise promise : List.of(Promise.NONE, Promise.WHILE_LEASE_HELD, Promise.FENCED)) {
        for (long begin : new long[] {1_000, 11_500}) {
          Grade mild = grade(promise, begin, 1);
          Grade worse = grade(promise, begin, 0);
          assertThat(mild.gravity())
              .as("%s %d", promise, begin)
              .isGreaterThanOrEqualTo(worse.gravity());
        }
      }
    }

    /** Two that overlap; the second loses the first's update or not. */
    private static Grade grade(Promise promise, long begin, long saw) {
      return History.opening(0)
          .write("w1", 0, +1)
          .held(begin, 13_000)
          .clock("w1", 0, 0)
          .write("w2", saw, +1)
          .held(12_000, 14_000)
          .clock("w2", 0, 0)
          .of("mine", promise)
          .lease(LEASE)
          .findings()
          .grade();
    }
  }

  private static void says(History history, Verdict verdict, String sentence) {
    says(history.evidence(), verdict, sentence);
  }

  private static void says(Evidence evidence, Verdict verdict, String sentence) {
    assertThat(Audit.of(evidence).findings()).containsExactly(new Finding(verdict, sentence));
  }

  private static void says(History history, Verdict verdict) {
    assertThat(history.findings().findings()).extracting(Finding::verdict).containsExactly(verdict);
  }
}
