package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * 100,000 histories that chance wrote, with every fault there is and several at once, judged by the
 * audit and by an oracle that shares nothing with it: it compares all with all, and asks for each
 * verdict what its definition says.
 */
class VerdictOracleTest {

  private static final int HISTORIES = 100_000;
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  @Test
  void theOracleAgreesOnEveryVerdict() {
    Map<Verdict, Integer> headlines = new EnumMap<>(Verdict.class);
    Map<Set<Verdict>, Integer> together = new HashMap<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      Evidence evidence = new Chance(new Random(seed)).history().evidence();
      Findings findings = Audit.of(evidence);
      Oracle oracle = new Oracle(evidence);
      Set<Verdict> found = EnumSet.noneOf(Verdict.class);
      findings.findings().forEach(finding -> found.add(finding.verdict()));
      if (!found.equals(oracle.verdicts)
          || findings.verdict() != oracle.verdicts.iterator().next()
          || !oracle.agrees(findings)) {
        assertThat(found)
            .as("seed %d: %s; %s; %s", seed, findings, journal(evidence), evidence.tallies())
            .isEqualTo(oracle.verdicts);
        assertThat(oracle.agrees(findings)).as("seed %d: figures of %s", seed, findings).isTrue();
      }
      headlines.merge(findings.verdict(), 1, Integer::sum);
      together.merge(found, 1, Integer::sum);
    }
    // Of payments PaymentRollTest speaks.
    EnumSet<Verdict> ofPayments = EnumSet.of(Verdict.PAID_TWICE, Verdict.NOT_PAID);
    assertThat(headlines.keySet()).containsExactlyElementsOf(EnumSet.complementOf(ofPayments));
    assertThat(headlines.values()).as("%s", headlines).allMatch(count -> count > HISTORIES / 200);
    assertThat(together.keySet()).as("combinations").hasSizeGreaterThan(25);
  }

  private static List<Write> journal(Evidence evidence) {
    List<Write> journal = new ArrayList<>();
    evidence.journal().forEach(journal::add);
    return journal;
  }

  /** What chance does in one run. */
  private static final class Chance {

    private static final String[] WORKERS = {"w1", "w2", "w3"};

    private final Random random;
    private final History history;
    private final RunSpec spec =
        Workload.builder()
            .build()
            .started("r", "race", Promise.NONE, null, List.of(WORKERS), List.of());
    private final long[] seqs = new long[WORKERS.length];
    private final long[] clocks = {100, 100, 100};
    private long token = 10;
    private int writes;

    Chance(Random random) {
      this.random = random;
      this.history = History.opening(random.nextInt(5) - 2);
    }

    History history() {
      for (int worker = 0; worker < WORKERS.length; worker++) {
        report(worker, Outcome.BUSY);
      }
      boolean racing = chance(3);
      boolean locked = chance(2);
      boolean fenced = chance(3);
      boolean troubled = chance(4);
      int count = random.nextInt(9);
      for (int i = 0; i < count; i++) {
        int worker = random.nextInt(WORKERS.length);
        Outcome outcome =
            troubled && chance(4) ? OUTCOMES.get(random.nextInt(OUTCOMES.size())) : Outcome.APPLIED;
        boolean journaled =
            outcome == Outcome.APPLIED
                ? !(troubled && chance(8))
                : outcome == Outcome.UNKNOWN ? chance(2) : chance(40);
        if (!journaled) {
          report(worker, outcome);
          continue;
        }
        int saw = racing && chance(2) ? random.nextInt(writes + 1) : writes;
        history.write(WORKERS[worker], saw, delta(worker), outcome);
        wrote(worker, locked, fenced);
        if (chance(40)) {
          history.again(writes);
          writes++;
        }
        if (chance(120)) {
          history.phantom(WORKERS[worker], writes, 1, 1_000);
          writes++;
        }
        if (chance(100)) {
          history.somebodyElseAdds(1 + random.nextInt(3));
        }
      }
      ending();
      return history;
    }

    private void wrote(int worker, boolean locked, boolean fenced) {
      writes++;
      if (locked) {
        long latest = Math.max(clocks[0], Math.max(clocks[1], clocks[2]));
        long from = chance(8) ? clocks[worker] : latest;
        long to = from + 10 + random.nextInt(20);
        clocks[worker] = to;
        history.held(from, to);
      }
      if (fenced) {
        token += chance(12) ? -random.nextInt(3) : 1;
        history.token(token);
      }
    }

    private void ending() {
      if (chance(12)) {
        history.journalOff();
      } else if (chance(15)) {
        for (int version = 1; version <= writes; version++) {
          history.withoutEntry(version);
        }
      } else if (writes > 0 && chance(60)) {
        history.withoutEntry(1 + random.nextInt(writes));
      } else if (writes > 0 && chance(30)) {
        history.trimmed(1 + random.nextInt(writes));
      }
      if (chance(8)) {
        history.asked(6 + random.nextInt(7));
      }
      if (chance(40)) {
        history.withoutTally(WORKERS[random.nextInt(WORKERS.length)]);
      }
      if (chance(60)) {
        history.versionFound(random.nextInt(4));
      }
      if (chance(15)) {
        history.balanceNotFound();
      }
      if (chance(10)) {
        history.stalled();
      }
      if (chance(30)) {
        history.died(WORKERS[random.nextInt(WORKERS.length)]);
      }
      if (chance(80)) {
        history.misreckoned(WORKERS[random.nextInt(WORKERS.length)], 1);
      }
      if (chance(10)) {
        history.clock("w1", random.nextInt(7) - 3, random.nextInt(4));
      }
    }

    private void report(int worker, Outcome outcome) {
      history.report(WORKERS[worker], delta(worker), outcome);
    }

    private long delta(int worker) {
      return spec.workload().delta(worker, 0, seqs[worker]++);
    }

    private boolean chance(int oneIn) {
      return random.nextInt(oneIn) == 0;
    }
  }

  /** The definitions, word by word, with everything compared to everything. */
  private static final class Oracle {

    private final Evidence evidence;
    private final List<Write> journal;
    private final Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    private final Set<Long> lost = new HashSet<>();
    private long stale;
    private BigInteger expected = BigInteger.ZERO;
    private boolean byVersions;
    private final boolean contradicted;

    Oracle(Evidence evidence) {
      this.evidence = evidence;
      this.journal = journal(evidence);
      this.contradicted = contradicted(evidence);
      long entries = journal.size();
      long version =
          Objects.requireNonNull(
              evidence.spec().workload().journal() ? counter() : Long.valueOf(0));
      boolean early = early();
      boolean cut = version > entries && (entries == 0 || early);
      boolean sums = !evidence.spec().workload().journal() || cut;
      if (sums) {
        bySums();
      } else if (version < entries) {
        verdicts.add(Verdict.UNEXPLAINED);
      } else if (early && version == entries && storeForgot()) {
        verdicts.add(Verdict.STORE_LOST_WRITES);
      } else {
        byVersions();
      }
      if (contradicted) {
        verdicts.add(Verdict.UNEXPLAINED);
        verdicts.remove(Verdict.STORE_LOST_WRITES);
      }
      boolean violated = verdicts.stream().anyMatch(it -> it.compareTo(Verdict.STALLED) < 0);
      boolean absent = evidence.tallies().size() < evidence.spec().workload().workers();
      boolean silent =
          evidence.tallies().size() + evidence.ending().dead().size()
              < evidence.spec().workload().workers();
      if (!violated && (cut || silent || evidence.ending().balance() == null)) {
        verdicts.add(Verdict.INDETERMINATE);
      }
      if (violated) {
        verdicts.remove(Verdict.INDETERMINATE);
      }
      if (evidence.ending().stalled()) {
        verdicts.add(Verdict.STALLED);
      } else if (!(sums && absent) && undone()) {
        verdicts.add(Verdict.INDETERMINATE);
      }
      if (verdicts.isEmpty()) {
        verdicts.add(Verdict.CONSISTENT);
      }
    }

    private @Nullable Long counter() {
      return evidence.ending().version();
    }

    /** Whether somebody saw a version that was not there yet, before anything else is wrong. */
    private boolean early() {
      for (int i = 0; i < journal.size(); i++) {
        Write write = journal.get(i);
        if (write.version() != i + 1 || write.saw() < 0 || write.saw() > i) {
          return write.version() == i + 1 && write.saw() > i;
        }
      }
      return false;
    }

    /** Whether a worker was told of more than the journal has of it. */
    private boolean storeForgot() {
      for (Tally tally : evidence.tallies()) {
        if (firsts(tally.worker(), tally.applied().seqs()::contains) < tally.applied().count()) {
          return true;
        }
      }
      return evidence.ending().dead().stream()
          .anyMatch(
              worker ->
                  firsts(worker, seq -> true)
                      < Objects.requireNonNull(evidence.ending().lastHeard().get(worker)));
    }

    /** How many different updates of a worker are in the journal. */
    private long firsts(String worker, LongPredicate which) {
      return journal.stream()
          .filter(write -> write.worker().equals(worker) && which.test(write.seq()))
          .mapToLong(Write::seq)
          .distinct()
          .count();
    }

    private boolean undone() {
      long applied = 0;
      long settled = 0;
      for (String worker : evidence.spec().team()) {
        Tally tally = tally(worker);
        if (tally == null) {
          applied += firsts(worker, seq -> true);
          continue;
        }
        applied += tally.applied().count() + firsts(worker, tally.unknown().seqs()::contains);
        settled += tally.busy().count() + tally.refused().count();
        settled += evidence.spec().workload().journal() ? 0 : tally.unknown().count();
      }
      Long asked = evidence.spec().workload().updates();
      boolean open =
          !evidence.spec().workload().journal()
              && evidence.tallies().stream().anyMatch(tally -> tally.unknown().count() > 0);
      if (applied == 0 && !open) {
        return true;
      }
      return asked != null && applied + settled < asked * evidence.spec().workload().workers();
    }

    private static boolean contradicted(Evidence evidence) {
      Long asked = evidence.spec().workload().updates();
      return evidence.tallies().stream()
          .anyMatch(
              tally ->
                  OUTCOMES.stream()
                      .map(tally::of)
                      .anyMatch(
                          share ->
                              (share.count() == 0 && share.sum().signum() != 0)
                                  || (asked != null
                                      && share.seqs().first(seq -> seq >= asked) >= 0)));
    }

    boolean agrees(Findings findings) {
      if (!byVersions) {
        return findings.lineage() == null;
      }
      Findings.Lineage lineage = Objects.requireNonNull(findings.lineage());
      return lineage.lost() == lost.size()
          && lineage.stale() == stale
          && lineage.lostSum().equals(sum(lost))
          && findings.money().expected().equals(expected);
    }

    private void byVersions() {
      for (int i = 0; i < journal.size(); i++) {
        Write write = journal.get(i);
        if (write.version() != i + 1 || write.saw() < 0 || write.saw() > i) {
          verdicts.add(Verdict.UNEXPLAINED);
          return;
        }
      }
      byVersions = true;
      Set<Long> kept = new HashSet<>();
      for (long at = journal.size(); at > 0; at = journal.get((int) at - 1).saw()) {
        kept.add(at);
      }
      BigInteger twice = BigInteger.ZERO;
      BigInteger missingSum = BigInteger.ZERO;
      expected = BigInteger.valueOf(evidence.spec().workload().opening());
      boolean unexplained = false;
      boolean overlapping = false;
      for (Write write : journal) {
        if (!kept.contains(write.version())) {
          lost.add(write.version());
        }
        stale += write.saw() == write.version() - 1 ? 0 : 1;
        long seen =
            write.saw() == 0
                ? evidence.spec().workload().opening()
                : journal.get((int) write.saw() - 1).value();
        unexplained |= write.value() - write.delta() != seen;
        boolean before =
            journal.stream().anyMatch(w -> w.version() < write.version() && same(w, write));
        if (before) {
          twice = twice.add(BigInteger.valueOf(write.delta()));
          verdicts.add(Verdict.DUPLICATE_APPLY);
        } else {
          expected = expected.add(BigInteger.valueOf(write.delta()));
          Tally tally = tally(write);
          unexplained |=
              tally != null
                  && !tally.applied().seqs().contains(write.seq())
                  && !tally.unknown().seqs().contains(write.seq());
        }
        overlapping |= journal.stream().anyMatch(w -> overlap(w, write) || outOfOrder(w, write));
      }
      for (Tally tally : evidence.tallies()) {
        BigInteger there = BigInteger.ZERO;
        long present = 0;
        Set<Long> counted = new HashSet<>();
        for (Write write : journal) {
          if (write.worker().equals(tally.worker())
              && tally.applied().seqs().contains(write.seq())
              && counted.add(write.seq())) {
            there = there.add(BigInteger.valueOf(write.delta()));
            present++;
          }
        }
        BigInteger difference = tally.applied().sum().subtract(there);
        if (present < tally.applied().count()) {
          verdicts.add(Verdict.STORE_LOST_WRITES);
          missingSum = missingSum.add(difference);
        } else {
          unexplained |= difference.signum() != 0;
        }
      }
      expected = expected.add(missingSum);
      if (storeForgot()) {
        verdicts.add(Verdict.STORE_LOST_WRITES);
      }
      if (beganAgain()) {
        // Without its opening, and with nothing else that does not fit: the store's loss too.
        unexplained = false;
        missingSum = missingSum.add(BigInteger.valueOf(evidence.spec().workload().opening()));
        unexplained |= mismatched();
      }
      unexplained |= atTheEnd();
      Long found = evidence.ending().balance();
      if (found != null && !unexplained) {
        BigInteger gap = expected.subtract(BigInteger.valueOf(found));
        unexplained = !gap.equals(sum(lost).add(missingSum).subtract(twice));
      }
      if (unexplained) {
        verdicts.add(Verdict.UNEXPLAINED);
      }
      if (!lost.isEmpty()) {
        verdicts.add(Verdict.LOST_UPDATES);
      }
      if (overlapping) {
        verdicts.add(Verdict.MUTEX_VIOLATED);
      }
    }

    private boolean atTheEnd() {
      Long found = evidence.ending().balance();
      Long version = evidence.ending().version();
      long last =
          journal.isEmpty()
              ? evidence.spec().workload().opening()
              : journal.get(journal.size() - 1).value();
      return (found != null && found != last) || (version != null && version != journal.size());
    }

    private boolean beganAgain() {
      long opening = evidence.spec().workload().opening();
      List<Write> odd =
          journal.stream()
              .filter(
                  write ->
                      write.value() - write.delta()
                          != (write.saw() == 0
                              ? opening
                              : journal.get((int) write.saw() - 1).value()))
              .toList();
      return opening != 0
          && verdicts.contains(Verdict.STORE_LOST_WRITES)
          && !odd.isEmpty()
          && odd.stream().allMatch(write -> write.saw() == 0 && write.value() == write.delta());
    }

    /** Whether the journal has first entries that their worker does not count as applied. */
    private boolean mismatched() {
      boolean any = false;
      for (Write write : journal) {
        Tally tally = tally(write);
        any |=
            tally != null
                && !tally.applied().seqs().contains(write.seq())
                && !tally.unknown().seqs().contains(write.seq());
      }
      for (Tally tally : evidence.tallies()) {
        Set<Long> seqs = new HashSet<>();
        BigInteger there = BigInteger.ZERO;
        for (Write write : journal) {
          if (write.worker().equals(tally.worker())
              && tally.applied().seqs().contains(write.seq())
              && seqs.add(write.seq())) {
            there = there.add(BigInteger.valueOf(write.delta()));
          }
        }
        any |= seqs.size() == tally.applied().count() && !there.equals(tally.applied().sum());
      }
      return any;
    }

    private void bySums() {
      Long found = evidence.ending().balance();
      if (found == null) {
        return;
      }
      Set<BigInteger> sums =
          new HashSet<>(Set.of(BigInteger.valueOf(evidence.spec().workload().opening())));
      boolean absent = false;
      boolean endless = false;
      for (String worker : evidence.spec().team()) {
        int index = evidence.spec().team().indexOf(worker);
        Tally tally = tally(worker);
        if (tally != null) {
          Set<BigInteger> with = new HashSet<>();
          sums.forEach(sum -> with.add(sum.add(tally.applied().sum())));
          sums = with;
          tally.unknown().seqs().forEach(new Adding(sums, index)::add);
          continue;
        }
        absent = true;
        Long asked = evidence.spec().workload().updates();
        endless |= asked == null;
        for (long seq = 0; asked != null && seq < asked; seq++) {
          new Adding(sums, index).add(seq);
        }
      }
      if (!endless && !sums.contains(BigInteger.valueOf(found))) {
        verdicts.add(Verdict.LOST_UPDATES);
      } else if (absent) {
        verdicts.add(Verdict.INDETERMINATE);
      }
    }

    /** Takes every sum that there is once more, with that update. */
    private final class Adding {

      private final Set<BigInteger> sums;
      private final int worker;

      Adding(Set<BigInteger> sums, int worker) {
        this.sums = sums;
        this.worker = worker;
      }

      void add(long seq) {
        BigInteger delta = BigInteger.valueOf(evidence.spec().workload().delta(worker, 0, seq));
        Set.copyOf(sums).forEach(sum -> sums.add(sum.add(delta)));
      }
    }

    private BigInteger sum(Set<Long> versions) {
      return versions.stream()
          .map(version -> BigInteger.valueOf(journal.get((int) (version - 1)).delta()))
          .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private @Nullable Tally tally(Write write) {
      return tally(write.worker());
    }

    private @Nullable Tally tally(String worker) {
      return evidence.tallies().stream()
          .filter(tally -> tally.worker().equals(worker))
          .findFirst()
          .orElse(null);
    }

    private static boolean same(Write a, Write b) {
      return a.worker().equals(b.worker()) && a.seq() == b.seq();
    }

    /** Whether b, which was written later, began before a had been sent, beyond any doubt. */
    private boolean overlap(Write a, Write b) {
      Tally one = tally(a);
      Tally other = tally(b);
      if (a.version() >= b.version()
          || a.worker().equals(b.worker())
          || one == null
          || other == null
          || a.acquiredAt() == null
          || b.acquiredAt() == null) {
        return false;
      }
      ClockOffset early = one.clock();
      ClockOffset late = other.clock();
      return early != null
          && late != null
          && late.latest(b.acquiredAt()) < early.earliest(a.writtenAt());
    }

    private static boolean outOfOrder(Write a, Write b) {
      if (a.version() >= b.version() || a.token() == null || b.token() == null) {
        return false;
      }
      boolean oneAcquisition =
          a.worker().equals(b.worker()) && Objects.equals(a.acquiredAt(), b.acquiredAt());
      return b.token() < a.token() || (b.token().equals(a.token()) && !oneAcquisition);
    }
  }
}
