package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import dev.locklab.run.Ending;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a run by its evidence.
 *
 * <p>With a journal every single update is accounted for, and one identity holds exactly or the
 * verdict is UNEXPLAINED: what is expected, less what was found, is the sum of the lost writes.
 * Without a journal only the sum can be checked.
 */
public final class Audit {

  private final Evidence evidence;
  private final RunSpec spec;
  private final Ending ending;
  private final List<Finding> findings = new ArrayList<>();

  private Audit(Evidence evidence) {
    this.evidence = evidence;
    this.spec = evidence.spec();
    this.ending = evidence.ending();
  }

  /** What became of every update. The same evidence gives the same findings. */
  public static Findings of(Evidence evidence) {
    return new Audit(evidence).judge();
  }

  private Findings judge() {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long busyAnswers = 0;
    for (Tally tally : evidence.tallies()) {
      for (Outcome outcome : Outcome.values()) {
        outcomes.merge(outcome, tally.of(outcome).count(), Long::sum);
      }
      busyAnswers += tally.busyAnswers();
    }
    Attendance attendance = new Attendance(evidence.tallies());
    Findings.Lineage lineage = null;
    BigInteger expected;
    long excusable = 0;
    HandOffs handOffs = new HandOffs(spec, evidence.tallies());
    if (spec.promise() == Promise.LIMIT) {
      expected = BigInteger.valueOf(spec.opening());
      find(Verdict.CONSISTENT, "a limit to compare with: it applies no update to the balance");
    } else if (spec.journal()) {
      Overlaps overlaps = new Overlaps(evidence.tallies());
      Lineages lineages = walk(attendance, overlaps, handOffs);
      Attendance.Missing missing = attendance.missing();
      expected = BigInteger.valueOf(spec.opening()).add(attendance.sum()).add(missing.sum());
      if (lineages == null) {
        // The journal cannot be followed; why has been said.
      } else {
        lineage = lineages.trace(evidence.journal());
        excusable =
            spec.promise() == Promise.WHILE_LEASE_HELD && lineage.lost() > 0
                ? Leases.outlived(spec, evidence.journal())
                : 0;
        judgeJournal(lineages, lineage, attendance, missing, overlaps, expected);
      }
    } else {
      expected = BigInteger.valueOf(spec.opening());
      for (Tally tally : evidence.tallies()) {
        expected = expected.add(tally.applied().sum());
      }
      judgeSum(expected, outcomes);
    }
    if (ending.stalled()) {
      find(Verdict.STALLED, "nobody got anywhere any more; " + whoWaited());
    }
    if (findings.isEmpty()) {
      find(Verdict.CONSISTENT, consistent(outcomes, lineage));
    }
    findings.sort(Comparator.comparing(Finding::verdict));
    Verdict verdict = findings.get(0).verdict();
    Findings.Pace pace = Paces.of(evidence.tallies(), attendance.stints());
    Grading grading = Grading.of(spec, verdict, lineage, excusable, pace, evidence.tallies());
    return new Findings(
        verdict,
        grading.grade(),
        grading.reason(),
        List.copyOf(findings),
        outcomes,
        busyAnswers,
        attendance.resolved(),
        attendance.unaccounted(),
        new Findings.Money(spec.opening(), expected, ending.balance()),
        lineage,
        pace,
        Findings.Cost.of(
            ending.cost(),
            outcomes.getOrDefault(Outcome.APPLIED, 0L)
                + attendance.resolved()
                + attendance.unaccounted(),
            handOffs.times()),
        notices(attendance));
  }

  /**
   * Takes the journal in.
   *
   * @return null if it cannot be followed
   */
  private @Nullable Lineages walk(Attendance attendance, Overlaps overlaps, HandOffs handOffs) {
    Lineages lineages = new Lineages(spec.opening());
    Sample foreign = new Sample();
    for (Write write : evidence.journal()) {
      if (write.version() != lineages.size() + 1L) {
        find(
            Verdict.UNEXPLAINED,
            "the journal is broken: version %d follows version %d"
                .formatted(write.version(), lineages.size()));
        return null;
      }
      if (write.saw() < 0 || write.saw() >= write.version()) {
        find(
            Verdict.UNEXPLAINED,
            "the journal is broken: version %d says it saw version %d, which was not there yet"
                .formatted(write.version(), write.saw()));
        return null;
      }
      if (write.read() != lineages.valueAt((int) write.saw())) {
        foreign.add(write);
      }
      lineages.add(write);
      attendance.add(write);
      overlaps.add(write);
      handOffs.add(write);
    }
    Write first = foreign.first();
    if (first != null) {
      find(
          Verdict.UNEXPLAINED,
          "somebody else changed the balance: %s read %s where version %d had written %s (%d times, %s)"
              .formatted(
                  name(first),
                  Amounts.plain(first.read()),
                  first.saw(),
                  Amounts.plain(lineages.valueAt((int) first.saw())),
                  foreign.count(),
                  foreign.where()));
    }
    return lineages;
  }

  private void judgeJournal(
      Lineages lineages,
      Findings.Lineage lineage,
      Attendance attendance,
      Attendance.Missing missing,
      Overlaps overlaps,
      BigInteger expected) {
    judgeStore(lineages);
    if (!attendance.contradictions().isEmpty()) {
      find(
          Verdict.UNEXPLAINED,
          "%d journaled updates are known to their workers not to have been applied (%s)"
              .formatted(attendance.contradictions().count(), attendance.contradictions().where()));
    }
    if (missing.mismatch() != null) {
      find(
          Verdict.UNEXPLAINED,
          "the acknowledged updates of %s add up to another sum in the journal"
              .formatted(missing.mismatch()));
    }
    if (missing.count() > 0) {
      find(
          Verdict.STORE_LOST_WRITES,
          "%s acknowledged updates (%s in all) are not in the journal, %s among them"
              .formatted(
                  Amounts.plain(missing.count()),
                  Amounts.signed(missing.sum()),
                  String.valueOf(missing.first())));
    }
    if (!attendance.duplicates().isEmpty()) {
      find(
          Verdict.DUPLICATE_APPLY,
          "%d updates were journaled twice (%s in all, %s)"
              .formatted(
                  attendance.duplicates().count(),
                  Amounts.signed(attendance.duplicateSum()),
                  attendance.duplicates().where()));
    }
    Long found = ending.balance();
    if (found != null) {
      BigInteger gap = expected.subtract(BigInteger.valueOf(found));
      BigInteger explained =
          lineage.lostSum().add(missing.sum()).subtract(attendance.duplicateSum());
      boolean alreadySaid =
          findings.stream().anyMatch(finding -> finding.verdict() == Verdict.UNEXPLAINED);
      if (!gap.equals(explained) && !alreadySaid) {
        find(
            Verdict.UNEXPLAINED,
            "%s is missing from the balance, and the lost updates add up to %s"
                .formatted(Amounts.signed(gap), Amounts.signed(explained)));
      }
    }
    if (lineage.lost() > 0) {
      find(
          Verdict.LOST_UPDATES,
          lostSentence(
              lineage, found == null ? null : expected.subtract(BigInteger.valueOf(found))));
    }
    if (lineage.lost() == 0 && !overlaps.overlapping().isEmpty()) {
      find(
          Verdict.MUTEX_VIOLATED,
          "%d critical sections began before an earlier one had sent its write (%s), yet no update was lost"
              .formatted(overlaps.overlapping().count(), overlaps.overlapping().where()));
    }
  }

  private void judgeStore(Lineages lineages) {
    Long found = ending.balance();
    long last = lineages.valueAt(lineages.size());
    if (found == null) {
      find(Verdict.INDETERMINATE, "the balance could not be read at the end");
    } else if (found != last) {
      find(
          Verdict.UNEXPLAINED,
          "somebody else changed the balance: the last write left %s, and %s was found"
              .formatted(Amounts.plain(last), Amounts.plain(found)));
    }
    Long version = ending.version();
    if (version != null && version != lineages.size()) {
      find(
          Verdict.UNEXPLAINED,
          "the journal is broken: it has %d entries, and the version counter says %d"
              .formatted(lineages.size(), version));
    }
  }

  private void judgeSum(BigInteger expected, Map<Outcome, Long> outcomes) {
    Long found = ending.balance();
    long unknown = outcomes.getOrDefault(Outcome.UNKNOWN, 0L);
    if (found == null) {
      find(Verdict.INDETERMINATE, "the balance could not be read at the end");
    } else if (unknown > 0 || !ending.dead().isEmpty()) {
      find(
          Verdict.INDETERMINATE,
          "without a journal nobody can tell what became of "
              + (unknown > 0
                  ? Amounts.plain(unknown) + " updates that got no reply"
                  : "the updates of " + String.join(", ", ending.dead()) + ", which died"));
    } else if (!expected.equals(BigInteger.valueOf(found))) {
      find(
          Verdict.LOST_UPDATES,
          "the balance is off by %s; without a journal nobody can tell which updates were lost"
              .formatted(Amounts.signed(BigInteger.valueOf(found).subtract(expected))));
    }
  }

  private static String lostSentence(Findings.Lineage lineage, @Nullable BigInteger gap) {
    String lost =
        "%s of %s writes are not in the balance any more"
            .formatted(Amounts.plain(lineage.lost()), Amounts.plain(lineage.writes()));
    if (gap == null) {
      return lost;
    }
    return gap.signum() == 0
        ? "the balance is right, and %s updates are lost all the same: their deltas cancel out"
            .formatted(Amounts.plain(lineage.lost()))
        : lost + "; together they are the %s it is off by".formatted(Amounts.signed(gap.negate()));
  }

  private static String consistent(
      Map<Outcome, Long> outcomes, Findings.@Nullable Lineage lineage) {
    return lineage == null
        ? "the balance is the sum of all %s acknowledged updates"
            .formatted(Amounts.plain(outcomes.getOrDefault(Outcome.APPLIED, 0L)))
        : "each of the %s writes saw the one before it, and all are in the balance"
            .formatted(Amounts.plain(lineage.writes()));
  }

  private String whoWaited() {
    List<String> waiting = new ArrayList<>();
    for (Tally tally : evidence.tallies()) {
      if (tally.gaveUp() != null) {
        waiting.add(tally.worker() + "#" + tally.thread());
      }
    }
    return waiting.isEmpty()
        ? "no worker could say why"
        : "still at an update when the run was ended: " + String.join(", ", waiting);
  }

  private List<String> notices(Attendance attendance) {
    List<String> notices = new ArrayList<>();
    if (ending.stopped() != null) {
      notices.add("the run was ended early: " + ending.stopped());
    }
    for (String dead : ending.dead()) {
      notices.add(
          "worker " + dead + " died or was not heard of any more; the journal speaks for it");
    }
    if (attendance.unaccounted() > 0) {
      notices.add(
          Amounts.plain(attendance.unaccounted())
              + " journaled updates are of workers that did not live to report them");
    }
    long unknown = evidence.tallies().stream().mapToLong(t -> t.unknown().count()).sum();
    if (unknown > 0 && spec.journal()) {
      notices.add(
          "%s updates got no reply: the journal shows that %s of them were applied"
              .formatted(Amounts.plain(unknown), Amounts.plain(attendance.resolved())));
    }
    Map<String, Long> troubles = new LinkedHashMap<>();
    for (Tally tally : evidence.tallies()) {
      tally.troubles().forEach((what, times) -> troubles.merge(what, times, Long::sum));
      if (tally.gaveUp() != null && ending.stopped() == null && !ending.stalled()) {
        notices.add(
            "%s#%d stopped before its work was done: %s"
                .formatted(tally.worker(), tally.thread(), tally.gaveUp()));
      }
    }
    troubles.forEach((what, times) -> notices.add(Amounts.plain(times) + " times: " + what));
    notices.addAll(ending.trouble());
    return List.copyOf(notices);
  }

  private static String name(Write write) {
    return "%s#%d/%d".formatted(write.worker(), write.thread(), write.seq());
  }

  private void find(Verdict verdict, String sentence) {
    findings.add(new Finding(verdict, sentence));
  }
}
