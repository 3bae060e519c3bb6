package dev.locklab.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The identity that the whole audit rests on: what is expected, less what was found, is exactly
 * what the lost writes add up to, with what the store lost and without what was applied twice.
 *
 * @param expected opening plus everything applied, each update once
 * @param found the balance found; absent if it could not be read
 * @param lineage what became of the writes
 * @param missing acknowledged updates that the store does not have
 * @param duplicates what was applied beyond once
 * @param openingLost the opening, where the store lost that too
 */
record Identity(
    BigInteger expected,
    @Nullable Long found,
    Findings.Lineage lineage,
    TallyReconciliation.Missing missing,
    BigInteger duplicates,
    BigInteger openingLost) {

  private @Nullable BigInteger gap() {
    return found == null ? null : expected.subtract(BigInteger.valueOf(found));
  }

  /** The gap between expected and found that nothing explains. */
  List<Finding> unexplained() {
    BigInteger gap = gap();
    BigInteger explained =
        lineage.lostSum().add(missing.sum()).add(openingLost).subtract(duplicates);
    return gap == null || gap.equals(explained)
        ? List.of()
        : List.of(
            new Finding(
                Verdict.UNEXPLAINED,
                "%s is missing from the balance, and the lost updates add up to %s"
                    .formatted(Amounts.signed(gap), Amounts.signed(explained))));
  }

  /** What the store lost, and what the workers lost. */
  List<Finding> losses() {
    List<Finding> findings = new ArrayList<>(missing.findings(openingLost));
    if (lineage.lost() > 0) {
      findings.add(new Finding(Verdict.LOST_UPDATES, lost()));
    }
    return findings;
  }

  private String lost() {
    BigInteger gap = gap();
    boolean one = lineage.lost() == 1;
    if (gap != null && gap.signum() == 0) {
      return "the balance is right, and %s lost all the same: %s"
          .formatted(
              one ? "1 update is" : Amounts.plain(lineage.lost()) + " updates are",
              lineage.lostSum().signum() == 0
                  ? "their deltas cancel out"
                  : "the %s that %s went missing came from elsewhere"
                      .formatted(Amounts.signed(lineage.lostSum()), one ? "thereby" : "with them"));
    }
    String lost =
        "%s of %s not in the balance any more"
            .formatted(
                Amounts.plain(lineage.lost()),
                Amounts.count(lineage.writes(), "write") + (one ? " is" : " are"));
    if (gap == null || !gap.equals(lineage.lostSum())) {
      return lost + ", " + Amounts.signed(lineage.lostSum()) + (one ? "" : " in all");
    }
    return lost
        + (one ? "; that is the " : "; together they are the ")
        + Amounts.signed(gap.negate())
        + " it is off by";
  }
}
