package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.Ending;
import dev.locklab.run.ExactSum;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Holds what the workers counted against what the journal says, update by update. */
final class TallyReconciliation implements Rule {

  private final WriterThreads writers;
  private final ExactSum once = new ExactSum();
  private final ExactSum again = new ExactSum();
  private final Map<WriterThreads.Writer, ActiveInterval> intervals = new LinkedHashMap<>();
  private final Sample duplicates;
  private final Sample contradictions;
  private final Sample phantoms;
  private final Sample resolved;
  private long unaccounted;

  TallyReconciliation(WriterThreads writers, Samples samples) {
    this.writers = writers;
    this.duplicates = samples.of(Anomaly.DUPLICATE);
    this.contradictions = samples.of(Anomaly.CONTRADICTED);
    this.phantoms = samples.of(Anomaly.PHANTOM);
    this.resolved = samples.of(Anomaly.RESOLVED);
  }

  @Override
  public void write(Write write, WriterThreads.Writer writer) {
    long seq = write.seq();
    if (!writer.journaled.add(seq)) {
      duplicates.add(write);
      again.add(write.delta());
      return;
    }
    once.add(write.delta());
    Tally tally = writer.tally;
    if (writer.stranger) {
      phantoms.add(write);
    } else if (tally == null) {
      unaccounted++;
      writer.unreported++;
      intervals.merge(writer, ActiveInterval.of(write), ActiveInterval::and);
    } else if (tally.applied().seqs().contains(seq)) {
      writer.acknowledged.add(write.delta());
      writer.acknowledgements++;
    } else if (tally.unknown().seqs().contains(seq)) {
      resolved.add(write);
    } else if (tally.busy().seqs().contains(seq)
        || tally.refused().seqs().contains(seq)
        || tally.failed().seqs().contains(seq)) {
      contradictions.add(write);
    } else {
      phantoms.add(write);
    }
  }

  /** Sum of everything journaled, each update once. */
  BigInteger sum() {
    return once.value();
  }

  /** Sum of what was journaled beyond once. */
  BigInteger duplicateSum() {
    return again.value();
  }

  /** Updates without a reply that the journal shows to be applied. */
  long resolved() {
    return resolved.count();
  }

  /** Updates of workers that handed in no tally. */
  long unaccounted() {
    return unaccounted;
  }

  /** When the threads that handed in no tally were at work, as far as the journal knows. */
  Collection<ActiveInterval> intervals() {
    return intervals.values();
  }

  /**
   * Passes the acknowledged updates that the journal does not have to {@code each}, which says
   * whether it wants more. A range may name any number of them, so they are counted without a walk.
   *
   * @return how many there are
   */
  long forEachMissing(BiPredicate<WriterThreads.Writer, Long> each) {
    long count = 0;
    boolean more = true;
    for (WriterThreads.Writer writer : writers.all()) {
      Tally tally = writer.tally;
      if (tally == null) {
        continue;
      }
      long absent = tally.applied().count() - writer.acknowledgements;
      count += absent;
      if (more && absent > 0) {
        more =
            tally
                    .applied()
                    .seqs()
                    .first(seq -> !writer.journaled.contains(seq) && !each.test(writer, seq))
                < 0;
      }
    }
    return count;
  }

  /** What the workers had been told to be applied, and the journal does not have. */
  Missing missing(Ending ending) {
    long count = 0;
    BigInteger sum = BigInteger.ZERO;
    String first = "";
    List<String> mismatched = new ArrayList<>();
    Map<String, Long> ofTheDead = new HashMap<>();
    for (WriterThreads.Writer writer : writers.all()) {
      Tally tally = writer.tally;
      if (tally == null) {
        ofTheDead.merge(writer.worker, writer.unreported, Long::sum);
        continue;
      }
      // Counted, not looked up one by one: a range may name any number of them.
      long absent = tally.applied().count() - writer.acknowledgements;
      BigInteger difference = tally.applied().sum().subtract(writer.acknowledged.value());
      if (absent > 0) {
        first = first.isEmpty() ? writer + "/" + firstMissing(writer, tally) : first;
        count += absent;
        sum = sum.add(difference);
      } else if (difference.signum() != 0) {
        mismatched.add(writer.toString());
      }
    }
    List<String> forgotten = new ArrayList<>();
    for (String worker : ending.dead()) {
      long heard = ending.lastHeard().getOrDefault(worker, 0L);
      long there = ofTheDead.getOrDefault(worker, 0L);
      if (heard > there) {
        forgotten.add(forgotten(worker, heard, there));
      }
    }
    return new Missing(count, sum, first, mismatched, forgotten);
  }

  private static long firstMissing(WriterThreads.Writer writer, Tally tally) {
    return tally.applied().seqs().first(seq -> !writer.journaled.contains(seq));
  }

  private static String forgotten(String worker, long heard, long there) {
    return "%s told of %s that %s applied before it died, and the journal has %s of it"
        .formatted(
            worker,
            Amounts.count(heard, "update"),
            heard == 1 ? "was" : "were",
            there == 0 ? "none" : Amounts.plain(there));
  }

  /**
   * What the workers had been told to be applied, and the journal does not have.
   *
   * @param count how many acknowledged updates, as far as tallies name them
   * @param sum what they add up to
   * @param first one of them, as worker#thread/sequence number; empty if there is none
   * @param mismatched threads whose acknowledged updates are all there, but with another sum
   * @param forgotten dead workers of which the journal has less than their last heartbeat told of,
   *     in words
   */
  record Missing(
      long count, BigInteger sum, String first, List<String> mismatched, List<String> forgotten) {

    /** Nothing is missing. */
    boolean isNothing() {
      return count == 0 && forgotten.isEmpty();
    }

    /**
     * What the store lost.
     *
     * @param openingLost the opening, where that is gone with it; else 0
     */
    List<Finding> findings(BigInteger openingLost) {
      List<String> lost = new ArrayList<>(forgotten);
      if (count > 0) {
        lost.add(
            0,
            "%s (%s in all) %s not in the journal, %s among them"
                .formatted(
                    Amounts.count(count, "acknowledged update"),
                    Amounts.signed(sum),
                    count == 1 ? "is" : "are",
                    first));
      }
      String besides =
          openingLost.signum() == 0
              ? ""
              : "; the store began again without its opening of " + Amounts.plain(openingLost);
      return lost.stream()
          .map(what -> new Finding(Verdict.STORE_LOST_WRITES, what + besides))
          .toList();
    }
  }

  /** Entries that no worker can have made, or that are of an update journaled before. */
  long strange() {
    return duplicates.count() + phantoms.count() + contradictions.count();
  }

  /**
   * What does not fit together, and what was applied twice.
   *
   * @param missing what was worked out from the tallies
   */
  List<Finding> findings(Missing missing) {
    List<Finding> findings = new ArrayList<>();
    if (!contradictions.isEmpty()) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "%s known to %s not to have been applied (%s)"
                  .formatted(
                      contradictions.count() == 1
                          ? "1 journaled update is"
                          : Amounts.plain(contradictions.count()) + " journaled updates are",
                      contradictions.count() == 1 ? "its worker" : "their workers",
                      contradictions.where())));
    }
    Write phantom = phantoms.first();
    if (phantom != null) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "%s never intended by any worker: phantoms, %s among them (%s)"
                  .formatted(
                      phantoms.count() == 1
                          ? "1 journaled update was"
                          : Amounts.plain(phantoms.count()) + " journaled updates were",
                      name(phantom),
                      phantoms.where())));
    }
    if (!missing.mismatched().isEmpty()) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "the acknowledged updates of %s add up to another sum in the journal"
                  .formatted(Sentences.some(missing.mismatched()))));
    }
    if (!duplicates.isEmpty()) {
      findings.add(
          new Finding(
              Verdict.DUPLICATE_APPLY,
              "%s journaled twice (%s in all, %s)"
                  .formatted(
                      duplicates.count() == 1
                          ? "1 update was"
                          : Amounts.plain(duplicates.count()) + " updates were",
                      Amounts.signed(duplicateSum()),
                      duplicates.where())));
    }
    return findings;
  }

  static String name(Write write) {
    return "%s#%s/%s".formatted(write.worker(), write.thread(), write.seq());
  }
}
