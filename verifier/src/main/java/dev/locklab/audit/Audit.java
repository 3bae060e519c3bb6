package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.run.Ending;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a run by its evidence.
 *
 * <p>With a journal every single update is accounted for, and one identity holds exactly or the
 * verdict is UNEXPLAINED: what is expected, less what was found, is the sum of the lost writes.
 * Without a journal, or where the store lost it as a whole, only the sum can be checked.
 */
public final class Audit {

  private final Evidence evidence;
  private final RunSpec spec;
  private final Ending ending;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

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
    Walk walk = Walk.over(evidence, new Samples());
    Attendance attendance = walk.attendance;
    Attendance.Missing missing = attendance.missing();
    Findings.Lineage lineage = null;
    BigInteger expected;
    if (spec.promise() == Promise.LIMIT) {
      expected = BigInteger.valueOf(spec.opening());
      findings.add(
          new Finding(
              Verdict.CONSISTENT, "a limit to compare with: it applies no update to the balance"));
    } else if (!spec.journal() || walk.chain.isGone()) {
      Sums sums = new Sums(evidence);
      expected = sums.expected();
      findings.addAll(sums.findings());
      if (spec.journal()) {
        notices.add("the journal is gone from the store: the sum alone was checked");
      }
    } else {
      expected = BigInteger.valueOf(spec.opening()).add(attendance.sum()).add(missing.sum());
      lineage = judgeJournal(walk, missing, expected);
    }
    findings.addAll(walk.stalls.findings());
    if (findings.isEmpty()) {
      findings.add(new Finding(Verdict.CONSISTENT, consistent(outcomes, lineage)));
    }
    findings.sort(Comparator.comparing(Finding::verdict));
    Verdict verdict = findings.get(0).verdict();
    Findings.Pace pace = Paces.of(evidence.tallies(), attendance.stints());
    Grading grading =
        Grading.of(spec, verdict, lineage, walk.leases.outlived(), pace, evidence.tallies());
    notices.addAll(Notices.of(evidence, attendance, !missing.isNothing()));
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
            walk.handOffs.times()),
        List.copyOf(notices));
  }

  /**
   * Judges by the journal.
   *
   * @return what became of the writes; null if the journal cannot be followed
   */
  private Findings.@Nullable Lineage judgeJournal(
      Walk walk, Attendance.Missing missing, BigInteger expected) {
    if (!walk.chain.isWhole()) {
      findings.addAll(walk.chain.findings());
      return null;
    }
    Findings.Lineage lineage = walk.chain.lineages().trace(evidence.journal());
    boolean beganAgain = walk.chain.beganAgain() && !missing.isNothing();
    findings.addAll(beganAgain ? walk.chain.atTheEnd() : walk.chain.findings());
    findings.addAll(walk.attendance.findings());
    Identity identity =
        new Identity(
            expected,
            ending.balance(),
            lineage,
            missing,
            walk.attendance.duplicateSum(),
            BigInteger.valueOf(beganAgain ? spec.opening() : 0));
    if (findings.stream().noneMatch(finding -> finding.verdict() == Verdict.UNEXPLAINED)) {
      findings.addAll(identity.unexplained());
    }
    findings.addAll(identity.losses());
    findings.addAll(walk.tokens.findings());
    findings.addAll(walk.overlaps.findings(lineage.lost() > 0));
    return lineage;
  }

  private static String consistent(
      Map<Outcome, Long> outcomes, Findings.@Nullable Lineage lineage) {
    if (lineage == null) {
      return "the balance is the sum of all %s"
          .formatted(
              Amounts.count(outcomes.getOrDefault(Outcome.APPLIED, 0L), "acknowledged update"));
    }
    return switch (Math.toIntExact(Math.min(lineage.writes(), 2))) {
      case 0 -> "nothing was written";
      case 1 -> "the only write is in the balance";
      default ->
          "each of the %s writes saw the one before it, and all are in the balance"
              .formatted(Amounts.plain(lineage.writes()));
    };
  }
}
