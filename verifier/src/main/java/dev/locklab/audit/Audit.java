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
  private final PaymentRoll paid;
  private final RunSpec spec;
  private final Ending ending;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  private Audit(Evidence evidence) {
    this.evidence = evidence;
    this.spec = evidence.spec();
    this.paid = new PaymentRoll(evidence);
    this.ending = evidence.ending();
  }

  /** What became of every update. The same evidence gives the same findings. */
  public static Findings of(Evidence evidence) {
    return new Audit(evidence).judge();
  }

  private Findings judge() {
    Map<Outcome, Long> outcomes = outcomes();
    JournalPass pass = JournalPass.over(evidence, new Samples());
    TallyReconciliation reconciliation = pass.reconciliation;
    TallyReconciliation.Missing missing = reconciliation.missing(ending);
    TallyRoll roll = TallyRoll.of(evidence, pass.writers);
    findings.addAll(TallyContradictions.in(evidence));
    foreign();
    boolean contradicted = !findings.isEmpty();
    boolean journaled = spec.workload().journal() && !pass.chain.isCut();
    Sums sums = spec.promise() == Promise.LIMIT || journaled ? null : new Sums(evidence, roll);
    Findings.Lineage lineage = null;
    BigInteger expected = BigInteger.valueOf(spec.workload().opening());
    if (spec.promise() == Promise.LIMIT) {
      findings.addAll(limit(pass));
    } else if (sums != null) {
      expected = sums.expected();
      findings.addAll(sums.violations());
    } else {
      expected = expected.add(reconciliation.sum()).add(missing.sum());
      lineage = judgeJournal(pass, missing, expected);
    }
    if (contradicted) {
      // Whose evidence contradicts itself cannot be taken at its word against the store.
      findings.removeIf(finding -> finding.verdict() == Verdict.STORE_LOST_WRITES);
    }
    findings.addAll(pass.stalls.findings());
    findings.addAll(paid.findings());
    long applied =
        outcomes.getOrDefault(Outcome.APPLIED, 0L)
            + reconciliation.resolved()
            + reconciliation.unaccounted();
    // Where nobody tells what became of some updates, nobody can say that they were not made.
    boolean countable = journaled || roll.absent().isEmpty();
    boolean undone =
        countable
            && findings.addAll(
                new Unfinished(evidence, outcomes, applied, reconciliation.resolved()).findings());
    prove(pass, roll, sums);
    if (findings.isEmpty()) {
      findings.add(new Finding(Verdict.CONSISTENT, consistent(lineage, sums)));
    }
    findings.sort(Comparator.comparing(Finding::verdict));
    notices.addAll(Notices.of(evidence, reconciliation, !missing.isNothing()));
    return result(pass, outcomes, applied, expected, lineage, undone);
  }

  private Map<Outcome, Long> outcomes() {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Tally tally : evidence.tallies()) {
      for (Outcome outcome : Outcome.values()) {
        outcomes.merge(outcome, tally.of(outcome).count(), Long::sum);
      }
    }
    return outcomes;
  }

  private Findings result(
      JournalPass pass,
      Map<Outcome, Long> outcomes,
      long applied,
      BigInteger expected,
      Findings.@Nullable Lineage lineage,
      boolean undone) {
    Verdict verdict = findings.get(0).verdict();
    Findings.Pace pace = Performance.of(spec, evidence.tallies(), pass.reconciliation.intervals());
    Grading grading =
        Grading.of(
            spec,
            ending.injection(),
            verdict,
            lineage,
            lineage != null && pass.isExcused(lineage.stale()) && paid.isExcused(),
            undone,
            pace,
            evidence.tallies());
    return new Findings(
        verdict,
        grading.grade(),
        grading.reason(),
        List.copyOf(findings),
        outcomes,
        evidence.tallies().stream().mapToLong(Tally::busyAnswers).sum(),
        pass.reconciliation.resolved(),
        pass.reconciliation.unaccounted(),
        new Findings.Money(spec.workload().opening(), expected, ending.balance()),
        lineage,
        pace,
        Findings.Cost.of(ending.cost(), applied, pass.handOffs.times()),
        Findings.Clients.of(evidence.tallies()),
        pass.recovery.time(),
        ending.injection(),
        Storyteller.of(evidence, pass.chain.lineages(), lineage),
        paid.payments(),
        ending.libraries(),
        List.copyOf(notices));
  }

  /** What somebody else did to the run's keys, as the keys themselves show. */
  private void foreign() {
    ending.foreign().forEach(what -> findings.add(new Finding(Verdict.UNEXPLAINED, what)));
    String inserted = evidence.journal().trouble();
    if (inserted != null && !ending.foreign().contains(inserted)) {
      findings.add(new Finding(Verdict.UNEXPLAINED, inserted));
    }
  }

  /**
   * Says what is missing for a proof: as a finding where nothing was found so far, and beside what
   * was found for those who want to know how sure that is.
   */
  private void prove(JournalPass pass, TallyRoll roll, @Nullable Sums sums) {
    List<String> gaps = Proof.gaps(evidence, pass, roll, sums == null ? null : sums.open());
    boolean violated =
        findings.stream().anyMatch(finding -> finding.verdict().compareTo(Verdict.STALLED) < 0);
    if (violated) {
      notices.addAll(gaps);
    } else {
      gaps.forEach(gap -> findings.add(new Finding(Verdict.INDETERMINATE, gap)));
    }
  }

  /** A limit applies no update: the balance is the opening, and nothing was written. */
  private List<Finding> limit(JournalPass pass) {
    List<Finding> contradictions = new ArrayList<>();
    Long found = ending.balance();
    if (found != null && found != spec.workload().opening()) {
      contradictions.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "a limit applies no update, and the balance went from %s to %s"
                  .formatted(Amounts.plain(spec.workload().opening()), Amounts.plain(found))));
    }
    long writes = Math.max(pass.chain.entries(), ending.version() == null ? 0 : ending.version());
    if (writes > 0) {
      contradictions.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "a limit applies no update, and there %s of %s"
                  .formatted(
                      pass.chain.entries() > 0 ? "is a journal" : "is a version counter",
                      Amounts.count(writes, "write"))));
    }
    return contradictions;
  }

  /**
   * Judges by the journal.
   *
   * @return what became of the writes; null if the journal cannot be followed
   */
  private Findings.@Nullable Lineage judgeJournal(
      JournalPass pass, TallyReconciliation.Missing missing, BigInteger expected) {
    Chain chain = pass.chain;
    if (chain.isBeyondCounter()) {
      findings.add(chain.beyondCounter(pass.reconciliation.strange()));
      return null;
    }
    if (!chain.isWhole()) {
      Write before = chain.fromBefore();
      if (before == null || missing.isNothing()) {
        findings.addAll(chain.findings());
      } else {
        findings.addAll(missing.findings(BigInteger.ZERO));
        notices.add(
            "the store began again while %s was between its read and its write"
                .formatted(TallyReconciliation.name(before)));
      }
      return null;
    }
    Findings.Lineage lineage = pass.chain.lineages().trace(new Blaming(spec, evidence.tallies()));
    boolean beganAgain = pass.chain.beganAgain() && !missing.isNothing();
    findings.addAll(beganAgain ? pass.chain.atTheEnd() : pass.chain.findings());
    findings.addAll(pass.reconciliation.findings(missing));
    Identity identity =
        new Identity(
            expected,
            ending.balance(),
            lineage,
            missing,
            pass.reconciliation.duplicateSum(),
            BigInteger.valueOf(beganAgain ? spec.workload().opening() : 0));
    if (findings.stream().noneMatch(finding -> finding.verdict() == Verdict.UNEXPLAINED)) {
      findings.addAll(identity.unexplained());
    }
    findings.addAll(identity.losses());
    findings.addAll(pass.tokens.findings());
    findings.addAll(pass.overlaps.findings(lineage.lost() > 0));
    return lineage;
  }

  private static String consistent(Findings.@Nullable Lineage lineage, @Nullable Sums sums) {
    if (sums != null) {
      return sums.right();
    }
    if (lineage == null) {
      return "a limit to compare with: it applies no update to the balance";
    }
    return lineage.writes() == 1
        ? "the only write is in the balance"
        : "each of the %s writes saw the one before it, and all are in the balance"
            .formatted(Amounts.plain(lineage.writes()));
  }
}
