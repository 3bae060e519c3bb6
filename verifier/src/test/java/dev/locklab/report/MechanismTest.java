package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Write;
import dev.locklab.audit.Cause;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.History;
import dev.locklab.audit.Inquiry;
import dev.locklab.audit.Journal;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Overwrite;
import dev.locklab.run.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Version 1 is lost to version 2; how that came is told by what the times and names show. */
class MechanismTest {

  private static final String HELD_AT_ONCE = "two were let in at the same time";

  @Test
  void twoInsideAtOnce() {
    String told =
        told(locked(section("w1", 1_000, 1_100, 2_000), section("w2", 1_500, 1_600, 2_500)));
    assertThat(told).contains(HELD_AT_ONCE).doesNotContain("With a lock");
  }

  @Test
  void whoReadsBeforeTheGrantWasAloneInside() {
    String told =
        told(locked(section("w1", 1_000, 1_100, 2_000), section("w2", 3_000, 500, 4_000)));
    assertThat(told)
        .contains("w2 had read 2.5ms before it was granted the lock")
        .doesNotContain(HELD_AT_ONCE, "With a lock");
  }

  /** Both times are of one clock, so it need not be known how that stands to any other. */
  @Test
  void whoReadsBeforeTheGrantIsFoundWithoutMeasuredClocks() {
    Evidence evidence =
        locked(section("w1", 1_000, 1_100, 2_000), section("w2", 3_000, 500, 4_000));
    assertThat(cause(withoutClocks(evidence))).isEqualTo(Cause.READ_BEFORE_GRANT);
  }

  @Test
  void whoReadsAnOldBalanceLongAfterTheWriterHadGone() {
    String told =
        told(locked(section("w1", 1_000, 1_100, 2_000), section("w2", 902_000, 902_100, 903_000)));
    assertThat(told)
        .contains("w2 was granted the lock 900ms after w1 had sent its write", "old balance")
        .doesNotContain(HELD_AT_ONCE, "With a lock");
  }

  @Test
  void whoOverwritesItself() {
    String told =
        told(locked(section("w1", 1_000, 1_100, 2_000), section("w1", 900_000, 900_100, 901_000)));
    assertThat(told)
        .contains("w1 overwrote a write of its own, sent 898ms before it came again")
        .doesNotContain(HELD_AT_ONCE, "until w1 had written");
  }

  /** The lanes show what the sentence says: it read after the write that it had not seen. */
  @Test
  void anOldBalanceIsReadAfterTheWriteThatItMissed() {
    Evidence evidence =
        locked(section("w1", 1_000, 1_100, 2_000), section("w2", 902_000, 902_100, 903_000));
    assertThat(told(evidence))
        .containsSubsequence("reads 0", "writes 5 (+5)", "reads 0", "writes 7");
  }

  @Test
  void whoOutlivesItsLease() {
    assertW1OutlivedItsLease(
        locked(section("w1", 1_000, 1_100, 90_000), section("w2", 51_500, 51_600, 92_000)));
  }

  private static void assertW1OutlivedItsLease(Evidence evidence) {
    assertThat(cause(evidence)).isEqualTo(Cause.LEASE_OVER);
    assertThat(told(evidence)).contains("The lease of w1 was over by then");
  }

  /** The server counts a lease from the grant, its holder from when he heard of it. */
  @Test
  void aLeaseIsOverAtTheServerBeforeItsHolderKnows() {
    assertThat(
            cause(
                locked(section("w1", 1_000, 1_100, 90_000), section("w2", 49_500, 51_600, 92_000))))
        .isEqualTo(Cause.LEASE_OVER);
  }

  @Test
  void aLeaseThatItsHolderHearsOfLateIsOverBeforeItsTime() {
    assertW1OutlivedItsLease(
        locked(section("w1", 1_000, 1_100, 49_000), section("w2", 42_000, 42_100, 50_000)));
  }

  /** The lease of the first ended late enough; but the second was let in long before that. */
  @Test
  void aLeaseThatEndedLaterExplainsNothing() {
    assertThat(
            cause(locked(section("w1", 1_000, 1_100, 90_000), section("w2", 1_500, 1_600, 40_000))))
        .isEqualTo(Cause.TWO_INSIDE);
  }

  @Test
  void clocksThatWereNotMeasuredTellNothingOfTwoWorkers() {
    Evidence evidence =
        withoutClocks(
            locked(section("w1", 1_000, 1_100, 2_000), section("w2", 1_500, 1_600, 2_500)));
    assertThat(cause(evidence)).isEqualTo(Cause.UNTOLD);
    assertThat(told(evidence)).contains("their clocks do not tell").doesNotContain(HELD_AT_ONCE);
  }

  @Test
  void withoutALockNothingKeptThemApart() {
    Evidence race = History.opening(0).write("w1", 0, +5).write("w2", 0, +7).evidence();
    assertThat(cause(race)).isEqualTo(Cause.NO_LOCK);
    assertThat(told(race))
        .contains("Nobody held a lock")
        .contains("With a lock, w2 would have had to wait until w1 had written");
  }

  @Test
  void timesAreSetRightByTheMeasuredClockAndSayWhoseTheyAre() {
    History history =
        History.opening(0).of("lock", Promise.WHILE_LEASE_HELD).write("w1", 0, +5).held(10, 20);
    assertThat(explained(history.clock("w1", 1_000_000, 5).evidence(), 1))
        .contains("The lock was granted at 00:00:01.000010 UTC, and held");
    assertThat(explained(history.clockNotMeasured("w1").evidence(), 1))
        .contains("at 00:00:00.000010 UTC (by w1's clock, which nobody measured)");
  }

  @Test
  void anUnknownTimeIsNoSpan() {
    assertThat(explained(History.opening(0).write("w1", 0, +5).evidence(), 1))
        .contains("It read the opening (balance 0) at an unknown time.")
        .doesNotContain("later");
  }

  private record Section(String worker, long granted, long read, long written) {}

  private static Section section(String worker, long granted, long read, long written) {
    return new Section(worker, granted, read, written);
  }

  /** Two critical sections under a lease of 50 ms, the second of which had read the opening. */
  private static Evidence locked(Section first, Section second) {
    Evidence evidence =
        History.opening(0)
            .of("lock", Promise.WHILE_LEASE_HELD)
            .lease(Duration.ofMillis(50))
            .write(first.worker(), 0, +5)
            .write(second.worker(), 0, +7)
            .clock("w1", 0, 10)
            .workers(2)
            .evidence();
    List<Write> journal =
        List.copyOf(evidence.journal().at(new java.util.TreeSet<>(List.of(1L, 2L))));
    return new Evidence(
        evidence.spec(),
        evidence.ending(),
        Journal.of(List.of(timed(journal.get(0), first), timed(journal.get(1), second))),
        evidence.tallies());
  }

  private static Write timed(Write w, Section at) {
    return new Write(
        w.version(),
        w.saw(),
        w.delta(),
        w.value(),
        w.worker(),
        w.thread(),
        w.seq(),
        null,
        at.granted(),
        at.read(),
        at.written());
  }

  private static Evidence withoutClocks(Evidence evidence) {
    History unmeasured = History.opening(0).clockNotMeasured("w1").clockNotMeasured("w2");
    unmeasured.write("w1", 0, +5).write("w2", 0, +7);
    return new Evidence(
        evidence.spec(), evidence.ending(), evidence.journal(), unmeasured.evidence().tallies());
  }

  private static Cause cause(Evidence evidence) {
    Overwrite first =
        Objects.requireNonNull(
            Objects.requireNonNull(Judged.of(evidence).findings().lineage()).first());
    return first.blame().cause();
  }

  /** What the comparison and the single write's story say of it, together. */
  private static String told(Evidence evidence) {
    return String.join(" ", Story.of(Judged.of(evidence))).replaceAll(" +", " ")
        + explained(evidence, 1);
  }

  private static String explained(Evidence evidence, long version) {
    return String.join(
            " ", Explained.of(Objects.requireNonNull(Inquiry.into(evidence).explain(version))))
        .replaceAll(" +", " ");
  }
}
