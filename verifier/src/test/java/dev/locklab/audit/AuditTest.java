package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import dev.locklab.run.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories short enough to be judged by eye, and what the audit says of them. */
class AuditTest {

  private static final History CLASSIC_PAIR =
      History.opening(0).write("w1", 0, +100).write("w2", 0, -100);

  @Nested
  class Lineage {

    @Test
    void nothingWritten() {
      Findings findings = History.opening(500).workers(2).findings();
      says(findings, Verdict.INDETERMINATE, "no update was applied");
      lineage(findings, 0, 0, 0, 0);
      money(findings, 500, 500);
    }

    @Test
    void oneAfterTheOther() {
      Findings findings =
          History.opening(1_000)
              .write("w1", 0, +100)
              .write("w2", 1, -30)
              .write("w1", 2, -70)
              .findings();
      says(
          findings,
          Verdict.CONSISTENT,
          "each of the 3 writes saw the one before it, and all are in the balance");
      lineage(findings, 3, 0, 0, 0);
      money(findings, 1_000, 1_000);
    }

    @Test
    void theClassicPair() {
      Findings findings = CLASSIC_PAIR.findings();
      says(
          findings,
          Verdict.LOST_UPDATES,
          "1 of 2 writes is not in the balance any more; that is the -100 it is off by");
      lineage(findings, 2, 1, 1, +100);
      money(findings, 0, -100);
      assertThat(findings.money().drift()).isEqualTo(-100);
      assertThat(found(findings).first()).isEqualTo(found(findings).worst());
      assertThat(victims(first(findings))).containsExactly(1L);
      assertThat(first(findings).culprit().version()).isEqualTo(2);
    }

    @Test
    void oneStaleWriteErasesTwo() {
      Findings findings =
          History.opening(0).write("w1", 0, +1).write("w2", 1, +20).write("w3", 0, +300).findings();
      says(findings, Verdict.LOST_UPDATES);
      lineage(findings, 3, 1, 2, +21);
      money(findings, 321, 300);
      assertThat(victims(first(findings))).containsExactly(1L, 2L);
    }

    @Test
    void aStaleWriteBringsAnOverwrittenBranchBack() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +1)
              .write("w2", 0, +20) // overwrites version 1
              .write("w3", 1, +300) // had read version 1: it is back, and version 2 is gone
              .findings();
      says(findings, Verdict.LOST_UPDATES);
      lineage(findings, 3, 2, 1, +20);
      money(findings, 321, 301);
      assertThat(first(findings).culprit().version()).isEqualTo(3);
    }

    @Test
    void theSumIsRightByLuck() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .write("w2", 1, -100)
              .write("w3", 0, +7)
              .findings();
      says(
          findings,
          Verdict.LOST_UPDATES,
          "the balance is right, and 2 updates are lost all the same: their deltas cancel out");
      lineage(findings, 3, 1, 2, 0);
      money(findings, 7, 7);
    }

    @Test
    void aStaleReadThatHappensToBeRight() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .write("w2", 1, -100)
              .write("w3", 0, +100) // the balance is 0 again, as in version 0: ABA
              .findings();
      says(findings, Verdict.LOST_UPDATES);
      lineage(findings, 3, 1, 2, 0);
    }

    @Test
    void theWorstErasureIsNotTheFirst() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +1)
              .write("w2", 0, +2) // erases version 1
              .write("w1", 2, +3)
              .write("w1", 3, +4)
              .write("w1", 4, +5)
              .write("w1", 5, +6)
              .write("w2", 2, +7) // erases versions 3 to 6
              .findings();
      lineage(findings, 7, 2, 5, 1 + 3 + 4 + 5 + 6);
      assertThat(victims(first(findings))).containsExactly(1L);
      Overwrite worst = Objects.requireNonNull(found(findings).worst());
      assertThat(worst.count()).isEqualTo(4);
      assertThat(worst.sum()).isEqualTo(18);
      assertThat(worst.culprit().version()).isEqualTo(7);
      assertThat(victims(worst)).as("the first few").containsExactly(3L, 4L, 5L);
    }

    @Test
    void amongEqualsTheDearestErasureIsTheWorst() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, -5)
              .write("w2", 0, +2)
              .write("w1", 2, -500)
              .write("w2", 2, +2)
              .write("w1", 4, +50)
              .write("w2", 4, +2)
              .findings();
      assertThat(Objects.requireNonNull(found(findings).worst()).sum()).isEqualTo(-500);
    }

    @Test
    void sumsGoBeyond64Bits() {
      long huge = Long.MAX_VALUE;
      Findings findings =
          History.opening(0)
              .write("w1", 0, huge)
              .write("w2", 0, huge)
              .write("w3", 0, huge)
              .findings();
      says(findings, Verdict.LOST_UPDATES);
      assertThat(findings.money().expected()).isEqualTo("27670116110564327421");
      assertThat(found(findings).lostSum()).isEqualTo("18446744073709551614");
    }

    @Test
    void theSameEvidenceGivesTheSameFindings() {
      assertThat(CLASSIC_PAIR.findings()).isEqualTo(CLASSIC_PAIR.findings());
    }
  }

  @Nested
  class WhatWorkersKnow {

    @Test
    void theJournalSettlesALostReply() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100, Outcome.UNKNOWN)
              .write("w2", 1, -30)
              .report("w1", +7, Outcome.UNKNOWN)
              .findings();
      says(findings, Verdict.CONSISTENT);
      money(findings, 70, 70);
      assertThat(findings.count(Outcome.UNKNOWN)).isEqualTo(2);
      assertThat(findings.resolvedApplied()).isEqualTo(1);
      assertThat(findings.notices())
          .containsExactly("2 updates got no reply: the journal shows that 1 of them was applied");
    }

    @Test
    void aWriteWithoutReplyCanBeLostLikeAnyOther() {
      Findings findings =
          History.opening(0).write("w1", 0, +100, Outcome.UNKNOWN).write("w2", 0, -30).findings();
      says(findings, Verdict.LOST_UPDATES);
      lineage(findings, 2, 1, 1, +100);
      money(findings, 70, -30);
    }

    @Test
    void whatWasNotAppliedIsNotExpected() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .report("w2", +10, Outcome.BUSY)
              .report("w2", +20, Outcome.REFUSED)
              .report("w2", +40, Outcome.FAILED)
              .write("w2", 1, +1)
              .findings();
      says(findings, Verdict.CONSISTENT);
      money(findings, 101, 101);
      assertThat(findings.outcomes())
          .containsEntry(Outcome.APPLIED, 2L)
          .containsEntry(Outcome.BUSY, 1L)
          .containsEntry(Outcome.REFUSED, 1L)
          .containsEntry(Outcome.FAILED, 1L)
          .containsEntry(Outcome.UNKNOWN, 0L);
    }

    @Test
    void theStoreForgotWhatItAcknowledged() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .report("w2", +30, Outcome.APPLIED)
              .report("w2", +10, Outcome.APPLIED)
              .write("w1", 1, -1)
              .findings();
      says(
          findings,
          Verdict.STORE_LOST_WRITES,
          "2 acknowledged updates (+40 in all) are not in the journal, w2#0/0 among them");
      money(findings, 139, 99);
      lineage(findings, 2, 0, 0, 0);
    }

    @Test
    void theStoreForgotOneUpdateAndWorkersLostAnother() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .write("w2", 0, -30)
              .report("w2", +7, Outcome.APPLIED)
              .findings();
      assertThat(verdicts(findings))
          .containsExactly(Verdict.STORE_LOST_WRITES, Verdict.LOST_UPDATES);
      money(findings, 77, -30);
    }

    @Test
    void anUpdateWasAppliedTwice() {
      Findings findings =
          History.opening(0).write("w1", 0, +100).again(1).write("w2", 2, +1).findings();
      says(
          findings,
          Verdict.DUPLICATE_APPLY,
          "1 update was journaled twice (+100 in all, version 2)");
      money(findings, 101, 201);
    }

    @Test
    void aWriteWasSentTwice() {
      Findings findings = History.opening(0).write("w1", 0, +100).again(0).findings();
      assertThat(findings.verdict()).isEqualTo(Verdict.DUPLICATE_APPLY);
      money(findings, 100, 100);
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "REFUSED", "FAILED"})
    void theJournalHasWhatItsWriterSaysWasNotApplied(Outcome outcome) {
      Findings findings =
          History.opening(0).write("w1", 0, +100).write("w2", 1, +1, outcome).findings();
      says(
          findings,
          Verdict.UNEXPLAINED,
          "1 journaled update is known to its worker not to have been applied (version 2)");
    }

    @Test
    void theJournalHasWhatNobodyIntended() {
      Findings findings =
          History.opening(0).write("w1", 0, +100).phantom("w1", 1, +7, 9).findings();
      says(
          findings,
          Verdict.UNEXPLAINED,
          "1 journaled update was never intended by any worker: phantoms, w1#0/9 among them"
              + " (version 2)");
      money(findings, 107, 107);
    }

    @Test
    void theJournalHasAWriterWhoIsNoneOfTheTeam() {
      Findings findings =
          History.opening(0).write("w1", 0, +100).phantom("mallory", 1, +7, 0).findings();
      assertThat(findings.verdict()).isEqualTo(Verdict.UNEXPLAINED);
      assertThat(findings.findings().get(0).sentence()).contains("mallory#0/0 among them");
    }

    @Test
    void theStoreBeganAgainWithoutItsOpening() {
      Findings findings =
          History.opening(500)
              .report("w1", +7, Outcome.APPLIED)
              .somebodyElseAdds(-500)
              .write("w1", 0, +1)
              .findings();
      says(
          findings,
          Verdict.STORE_LOST_WRITES,
          "1 acknowledged update (+7 in all) is not in the journal, w1#0/0 among them;"
              + " the store began again without its opening of 500");
      money(findings, 508, 1);
    }

    @Test
    void whatAnIncompleteJournalDoesNotHaveMayHaveBeenThere() {
      Findings findings =
          History.opening(0)
              .report("w1", +7, Outcome.APPLIED)
              .report("w1", +3, Outcome.UNKNOWN)
              .findings();
      assertThat(findings.notices())
          .containsExactly(
              "1 update got no reply: the journal shows that it was not applied,"
                  + " as far as the store still has it");
    }

    @Test
    void theAmountsDiffer() {
      Findings findings = History.opening(0).write("w1", 0, +100).misreckoned("w1", -1).findings();
      says(
          findings,
          Verdict.UNEXPLAINED,
          "the acknowledged updates of w1#0 add up to another sum in the journal");
    }

    @Test
    void theJournalSpeaksForTheDead() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .write("w2", 1, -30)
              .write("w2", 2, +5)
              .write("w1", 3, +1)
              .died("w2")
              .findings();
      says(findings, Verdict.CONSISTENT);
      money(findings, 76, 76);
      assertThat(findings.unaccounted()).isEqualTo(2);
      assertThat(findings.notices())
          .containsExactly(
              "worker w2 died or was not heard of any more; the journal speaks for it",
              "2 journaled updates are of threads that handed in no tally");
    }

    @Test
    void theDeadCanBeOverwrittenToo() {
      Findings findings =
          History.opening(0).write("w2", 0, -30).write("w1", 0, +100).died("w2").findings();
      says(findings, Verdict.LOST_UPDATES);
      lineage(findings, 2, 1, 1, -30);
    }
  }

  @Nested
  class Contradictions {

    @Test
    void somebodyElseChangesTheBalanceInMidRun() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .somebodyElseAdds(+5)
              .write("w2", 1, -30)
              .findings();
      says(
          findings,
          Verdict.UNEXPLAINED,
          "somebody else changed the balance:"
              + " w2#0/0 read 105 where version 1 had written 100 (1 time, version 2)");
      money(findings, 70, 75);
    }

    @Test
    void somebodyElseChangesTheBalanceBeforeTheFirstWrite() {
      Findings findings = History.opening(10).somebodyElseAdds(-10).write("w1", 0, +1).findings();
      says(findings, Verdict.UNEXPLAINED);
    }

    @Test
    void somebodyElseChangesTheBalanceAtTheEnd() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .write("w2", 1, -30)
              .somebodyElseAdds(-1)
              .findings();
      assertThat(verdicts(findings)).containsOnly(Verdict.UNEXPLAINED);
      assertThat(findings.findings().get(0).sentence())
          .isEqualTo("somebody else changed the balance: the last write left 70, and 69 was found");
    }

    @Test
    void lostUpdatesAreCountedAllTheSame() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .write("w2", 0, -30)
              .somebodyElseAdds(+1)
              .findings();
      assertThat(verdicts(findings)).containsExactly(Verdict.UNEXPLAINED, Verdict.LOST_UPDATES);
      lineage(findings, 2, 1, 1, +100);
    }

    @Test
    void theVersionCounterSaysAnotherNumber() {
      Findings findings = History.opening(0).write("w1", 0, +100).versionFound(7).findings();
      says(
          findings,
          Verdict.UNEXPLAINED,
          "the journal is broken: it has 1 entry, and the version counter says 7");
    }

    @Test
    void anEntryIsMissingInTheMiddle() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +1)
              .write("w2", 1, +2)
              .write("w1", 2, +3)
              .withoutEntry(2)
              .findings();
      says(findings, Verdict.UNEXPLAINED, "the journal is broken: version 3 follows version 1");
      assertThat(findings.lineage()).isNull();
    }

    @Test
    void theLastEntryIsMissing() {
      Findings findings =
          History.opening(0).write("w1", 0, +1).write("w2", 1, +2).withoutEntry(2).findings();
      assertThat(findings.verdict()).isEqualTo(Verdict.UNEXPLAINED);
      assertThat(verdicts(findings)).contains(Verdict.STORE_LOST_WRITES);
    }

    @Test
    void nobodySeesTheFuture() {
      says(
          History.opening(0).write("w1", 0, +1).write("w2", 5, +2).findings(),
          Verdict.UNEXPLAINED,
          "the journal is broken: version 2 says it saw version 5, which was not there yet");
      says(History.opening(0).write("w1", 1, +1).findings(), Verdict.UNEXPLAINED);
      says(History.opening(0).write("w1", -1, +1).findings(), Verdict.UNEXPLAINED);
    }
  }

  @Nested
  class Endings {

    @Test
    void nobodyGotAnywhere() {
      Findings findings =
          History.opening(0).write("w1", 0, +1).write("w2", 1, +1).stalled().findings();
      says(
          findings,
          Verdict.STALLED,
          "nobody got anywhere any more; no worker could say why;"
              + " the last to write was w2#0/0, version 2");
    }

    @Test
    void itIsSaidWhoWaitedForWhat() {
      says(
          History.opening(0)
              .write("w3", 0, +1)
              .died("w3")
              .gaveUp("w1", "waiting for the lock")
              .gaveUp("w2", "waiting for the lock")
              .gaveUp("w4", null)
              .stalled()
              .findings(),
          Verdict.STALLED,
          "nobody got anywhere any more; when the run was ended, still waiting for the lock:"
              + " w1#0, w2#0; at an update: w4#0; the last to write was w3#0/0, version 1;"
              + " w3 died, and may have held what they waited for");
    }

    @Test
    void lostUpdatesWeighMoreThanAStall() {
      Findings findings =
          History.opening(0).write("w1", 0, +1).write("w2", 0, +1).stalled().findings();
      assertThat(verdicts(findings)).containsExactly(Verdict.LOST_UPDATES, Verdict.STALLED);
    }

    @Test
    void theBalanceCouldNotBeRead() {
      Findings findings = History.opening(0).write("w1", 0, +1).balanceNotFound().findings();
      says(findings, Verdict.INDETERMINATE, "the balance could not be read at the end");
      assertThat(findings.money().drift()).isNull();
    }

    @Test
    void anEarlyEndIsNoted() {
      Findings findings =
          History.opening(0).write("w1", 0, +1).stopped("Redis is read-only").findings();
      says(findings, Verdict.CONSISTENT);
      assertThat(findings.notices()).containsExactly("the run was ended early: Redis is read-only");
    }
  }

  @Nested
  class WithoutJournal {

    @Test
    void theSumIsRight() {
      Findings findings =
          History.opening(5).write("w1", 0, +100).write("w2", 1, -30).journalOff().findings();
      says(findings, Verdict.CONSISTENT, "the balance is the sum of all 2 acknowledged updates");
      assertThat(findings.lineage()).isNull();
      money(findings, 75, 75);
    }

    @Test
    void theSumIsWrong() {
      Findings findings =
          History.opening(0).write("w1", 0, +100).write("w2", 0, -30).journalOff().findings();
      says(
          findings,
          Verdict.LOST_UPDATES,
          "the balance is off by -100; without a journal nobody can tell which updates were lost");
    }

    @Test
    void nobodySpeaksForTheDead() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +100)
              .write("w2", 1, +1)
              .died("w2")
              .journalOff()
              .findings();
      says(
          findings,
          Verdict.INDETERMINATE,
          "without a journal nobody can tell what became of the updates of w2, which died");
    }

    @Test
    void theBalanceCouldNotBeRead() {
      says(
          History.opening(0).write("w1", 0, +1).journalOff().balanceNotFound().findings(),
          Verdict.INDETERMINATE);
    }
  }

  /** Times are microseconds. The writes themselves follow each other, so no update is lost. */
  @Nested
  class OverlapsInTime {

    private History held(long begin) {
      return History.opening(0)
          .write("w1", 0, +1)
          .held(100, 200)
          .write("w2", 1, +1)
          .held(begin, 300);
    }

    @Test
    void sectionsThatFollowEachOtherAreFine() {
      says(held(200).findings(), Verdict.CONSISTENT);
    }

    @Test
    void sectionsThatOverlapAreNot() {
      says(
          held(199).findings(),
          Verdict.MUTEX_VIOLATED,
          "1 critical section began before an earlier one had sent its write (version 2),"
              + " yet no update was lost");
    }

    @Test
    void nothingIsClaimedWithinTheUncertaintyOfBothClocks() {
      says(held(150).clock("w1", 0, 20).clock("w2", 0, 30).findings(), Verdict.CONSISTENT);
      says(held(149).clock("w1", 0, 20).clock("w2", 0, 30).findings(), Verdict.MUTEX_VIOLATED);
    }

    @Test
    void clocksAreSetRightFirst() {
      says(held(150).clock("w2", +50, 0).findings(), Verdict.CONSISTENT);
      says(held(250).clock("w2", -51, 0).findings(), Verdict.MUTEX_VIOLATED);
    }

    @Test
    void aThreadDoesNotOverlapItself() {
      says(
          History.opening(0)
              .write("w1", 0, +1)
              .held(100, 200)
              .write("w1", 1, +1)
              .held(150, 300)
              .findings(),
          Verdict.CONSISTENT);
    }

    @Test
    void theThreadsOfAWorkerCan() {
      says(
          History.opening(0)
              .write("w1#0", 0, +1)
              .held(100, 200)
              .write("w1#1", 1, +1)
              .held(150, 300)
              .findings(),
          Verdict.MUTEX_VIOLATED);
    }

    @Test
    void aLongSectionIsRememberedBeyondTheNextOne() {
      says(
          History.opening(0)
              .write("w1", 0, +1)
              .held(100, 900)
              .write("w2", 1, +1)
              .held(900, 910)
              .write("w3", 2, +1)
              .held(905, 950)
              .findings(),
          Verdict.MUTEX_VIOLATED,
          "1 critical section began before an earlier one had sent its write (version 3),"
              + " yet no update was lost");
    }

    @Test
    void lostUpdatesSayMoreThanAnOverlap() {
      Findings findings =
          History.opening(0)
              .write("w1", 0, +1)
              .held(100, 200)
              .write("w2", 0, +1)
              .held(150, 300)
              .findings();
      assertThat(verdicts(findings)).containsExactly(Verdict.LOST_UPDATES, Verdict.MUTEX_VIOLATED);
      assertThat(findings.findings().get(1).sentence())
          .isEqualTo(
              "1 critical section began before an earlier one had sent its write (version 2)");
    }

    @Test
    void whoTakesNoLockHasNoSection() {
      says(
          History.opening(0).write("w1", 0, +1).write("w2", 1, +1).held(0, 300).findings(),
          Verdict.CONSISTENT);
    }
  }

  /** Tokens rise with every acquisition; an acquisition may write more than once. */
  @Nested
  class FencingTokens {

    @Test
    void thatRiseAreFine() {
      says(tokens(5, 6).findings(), Verdict.CONSISTENT);
      says(tokens(5, 500).findings(), Verdict.CONSISTENT);
    }

    @Test
    void thatFallAreTheWriteOfAStaleHolder() {
      says(
          tokens(6, 5).findings(),
          Verdict.MUTEX_VIOLATED,
          "fencing tokens are out of order: version 2 was written under token 5 by w2#0/0,"
              + " though version 1 had been written under token 6 by w1#0/0 (1 time)");
    }

    @Test
    void thatAreGivenTwiceAreNoFence() {
      says(tokens(5, 5).findings(), Verdict.MUTEX_VIOLATED);
    }

    @Test
    void ofOneAcquisitionAreTheSame() {
      says(
          History.opening(0)
              .write("w1", 0, +1)
              .held(100, 200)
              .token(5)
              .write("w1", 1, +1)
              .held(100, 300)
              .token(5)
              .findings(),
          Verdict.CONSISTENT);
    }

    @Test
    void areSaidBesidesTheLoss() {
      assertThat(
              verdicts(
                  History.opening(0)
                      .write("w1", 0, +1)
                      .token(6)
                      .write("w2", 0, +1)
                      .token(5)
                      .findings()))
          .containsExactly(Verdict.LOST_UPDATES, Verdict.MUTEX_VIOLATED);
    }

    private static History tokens(long first, long second) {
      return History.opening(0).write("w1", 0, +1).token(first).write("w2", 1, +1).token(second);
    }
  }

  @Nested
  class Grades {

    private static final Duration LEASE = Duration.ofMillis(10);

    @Test
    void aPromiseWasKept() {
      grade(
          serial().of("lock", Promise.WHILE_LEASE_HELD),
          Grade.OK,
          "promise kept: no loss while the lease is held");
    }

    @Test
    void luckIsNoPromise() {
      grade(serial(), Grade.OK, "nothing was lost this time, though nothing was promised");
    }

    @Test
    void nothingElseWasPromised() {
      grade(CLASSIC_PAIR, Grade.INTERESTING, "updates were lost, and nothing else was promised");
    }

    @ParameterizedTest
    @EnumSource(
        names = {"NONE", "LIMIT"},
        mode = EnumSource.Mode.EXCLUDE)
    void aPromiseWasBroken(Promise promise) {
      History history =
          History.opening(0).write("w1", 0, +100).write("w2", 0, -100).of("lock", promise);
      grade(history, Grade.FAILED, "updates were lost, though it promised: " + promise.words());
    }

    @Test
    void anOverlapBreaksAPromiseToo() {
      grade(
          History.opening(0)
              .write("w1", 0, +1)
              .held(100, 200)
              .write("w2", 1, +1)
              .held(150, 300)
              .of("lock", Promise.WHILE_LEASE_HELD),
          Grade.FAILED,
          "critical sections overlapped, though it promised: no loss while the lease is held");
    }

    @Test
    void theStaleWriterOutlivedItsLease() {
      grade(
          History.opening(0)
              .write("w2", 0, +1)
              .held(12_000, 13_000)
              .write("w1", 0, +1)
              .held(1_000, 14_000)
              .of("lock", Promise.WHILE_LEASE_HELD)
              .lease(LEASE),
          Grade.INTERESTING,
          "updates were lost, each after a holder had outlived its lease");
    }

    @Test
    void theOverwrittenOneOutlivedItsLease() {
      grade(
          History.opening(0)
              .write("w1", 0, +1)
              .held(1_000, 13_000)
              .write("w2", 0, +1)
              .held(12_000, 14_000)
              .of("lock", Promise.WHILE_LEASE_HELD)
              .lease(LEASE),
          Grade.INTERESTING,
          "updates were lost, each after a holder had outlived its lease");
    }

    @ParameterizedTest
    @CsvSource({"5000, INTERESTING", "4999, FAILED"})
    void aServerCountsALeaseFromBeforeItsHolderHearsOfIt(int held, Grade expected) {
      History history =
          History.opening(0)
              .write("w2", 0, +1)
              .held(2_000, 3_000)
              .write("w1", 0, +1)
              .held(1_000, 1_000 + held)
              .of("lock", Promise.WHILE_LEASE_HELD)
              .lease(LEASE);
      assertThat(history.findings().grade()).isEqualTo(expected);
    }

    @Test
    void oneOutlivedLeaseDoesNotExcuseAnotherLoss() {
      grade(
          History.opening(0)
              .write("w1", 0, +1)
              .held(1_000, 13_000)
              .write("w2", 0, +1)
              .held(12_000, 14_000)
              .write("w1", 2, +1)
              .held(15_000, 16_000)
              .write("w2", 2, +1)
              .held(15_500, 17_000)
              .of("lock", Promise.WHILE_LEASE_HELD)
              .lease(LEASE),
          Grade.FAILED,
          "updates were lost, though it promised: no loss while the lease is held");
    }

    @Test
    void withoutALeaseTheWatchdogsTimeCounts() {
      History history =
          History.opening(0)
              .write("w2", 0, +1)
              .held(12_000, 13_000)
              .write("w1", 0, +1)
              .held(1_000, 14_000)
              .of("lock", Promise.WHILE_LEASE_HELD);
      assertThat(history.findings().grade()).isEqualTo(Grade.FAILED);
    }

    @Test
    void aStrategyMayHaveALeaseOfItsOwn() {
      grade(
          History.opening(0)
              .write("w2", 0, +1)
              .held(12_000, 13_000)
              .write("w1", 0, +1)
              .held(1_000, 14_000)
              .of("mine", Promise.WHILE_LEASE_HELD)
              .ownLease(LEASE),
          Grade.INTERESTING,
          "updates were lost, each after a holder had outlived its lease");
    }

    @Test
    void aFencedLockMayNotLoseEvenThen() {
      assertThat(
              History.opening(0)
                  .write("w2", 0, +1)
                  .held(12_000, 13_000)
                  .write("w1", 0, +1)
                  .held(1_000, 14_000)
                  .of("fenced", Promise.FENCED)
                  .lease(LEASE)
                  .findings()
                  .grade())
          .isEqualTo(Grade.FAILED);
    }

    @Test
    void aSingleThreadProvesNothing() {
      grade(
          History.opening(0).write("w1", 0, +1).write("w1", 1, +1),
          Grade.UNKNOWN,
          "a single thread has nobody to race with");
      assertThat(History.opening(0).write("w1#0", 0, +1).write("w1#1", 1, +1).findings().grade())
          .isEqualTo(Grade.OK);
    }

    @Test
    void workersThatNeverMetProveNothing() {
      String reason =
          "two threads were at work at the same time for only %s of the time, so nothing was proved";
      grade(
          serial().working("w1", 1, 1_000).working("w2", 1_000, 2_000),
          Grade.UNKNOWN,
          reason.formatted("0%"));
      grade(
          serial().working("w1", 1, 1_001).working("w2", 900, 2_001),
          Grade.UNKNOWN,
          reason.formatted("5%"));
      grade(
          serial().working("w1", 1, 1_001).working("w2", 501, 2_001),
          Grade.OK,
          "nothing was lost this time, though nothing was promised");
    }

    @Test
    void clocksAreSetRightBeforeOverlapIsReckoned() {
      History history =
          serial().working("w1", 1, 1_000).working("w2", 5_001, 6_000).clock("w2", -5_000, 0);
      assertThat(history.findings().grade()).isEqualTo(Grade.OK);
      assertThat(history.findings().pace().overlap()).isEqualTo(1);
    }

    @Test
    void aRunWithoutAWriteProvesNothing() {
      String reason = "no update was applied, so nothing was proved";
      grade(History.opening(0).workers(2), Grade.UNKNOWN, reason);
      grade(
          History.opening(0)
              .report("w1", +1, Outcome.FAILED)
              .report("w2", +1, Outcome.BUSY)
              .working("w1", 1, 1_000)
              .working("w2", 1, 1_000)
              .of("lock", Promise.WHILE_LEASE_HELD),
          Grade.UNKNOWN,
          reason);
      grade(History.opening(0).workers(2).journalOff(), Grade.UNKNOWN, reason);
    }

    @Test
    void badEvidenceDecidesNothing() {
      grade(
          serial().somebodyElseAdds(1),
          Grade.UNKNOWN,
          "the evidence does not decide: the evidence does not add up");
      grade(
          serial().report("w1", +1, Outcome.APPLIED),
          Grade.UNKNOWN,
          "the evidence does not decide: the store lost acknowledged writes");
      grade(serial().stalled(), Grade.UNKNOWN, "the evidence does not decide: the run stalled");
      grade(
          serial().balanceNotFound(),
          Grade.UNKNOWN,
          "the evidence does not decide: it cannot be told");
    }

    private static History serial() {
      return History.opening(0).write("w1", 0, +1).write("w2", 1, +1);
    }

    private static void grade(History history, Grade grade, String reason) {
      Findings findings = history.findings();
      assertThat(findings.grade()).as(findings.gradeReason()).isEqualTo(grade);
      assertThat(findings.gradeReason()).isEqualTo(reason);
    }
  }

  private static void says(Findings findings, Verdict verdict) {
    assertThat(findings.findings()).extracting(Finding::verdict).containsExactly(verdict);
    assertThat(findings.verdict()).isEqualTo(verdict);
  }

  private static void says(Findings findings, Verdict verdict, String sentence) {
    assertThat(findings.findings()).containsExactly(new Finding(verdict, sentence));
    assertThat(findings.verdict()).isEqualTo(verdict);
  }

  private static void lineage(Findings findings, long writes, long stale, long lost, long sum) {
    Findings.Lineage lineage = found(findings);
    assertThat(lineage.writes()).as("writes").isEqualTo(writes);
    assertThat(lineage.stale()).as("stale").isEqualTo(stale);
    assertThat(lineage.lost()).as("lost").isEqualTo(lost);
    assertThat(lineage.lostSum()).as("lost in all").isEqualTo(sum);
  }

  private static void money(Findings findings, long expected, long found) {
    assertThat(findings.money().expected()).as("expected").isEqualTo(expected);
    assertThat(findings.money().found()).as("found").isEqualTo(found);
  }

  private static List<Verdict> verdicts(Findings findings) {
    return findings.findings().stream().map(Finding::verdict).toList();
  }

  private static Findings.Lineage found(Findings findings) {
    return Objects.requireNonNull(findings.lineage());
  }

  private static Overwrite first(Findings findings) {
    return Objects.requireNonNull(found(findings).first());
  }

  private static List<Long> victims(Overwrite erasure) {
    return erasure.victims().stream().map(Write::version).toList();
  }
}
