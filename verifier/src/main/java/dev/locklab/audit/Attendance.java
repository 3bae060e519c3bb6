package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ExactSum;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** Holds what the workers counted against what the journal says, update by update. */
final class Attendance implements Rule {

  private final Hands hands;
  private final ExactSum once = new ExactSum();
  private final ExactSum again = new ExactSum();
  private final Map<Hands.Hand, Stint> stints = new LinkedHashMap<>();
  private final Sample duplicates;
  private final Sample contradictions;
  private final Sample phantoms;
  private final Sample resolved;
  private long unaccounted;

  Attendance(Hands hands, Samples samples) {
    this.hands = hands;
    this.duplicates = samples.of(Kind.DUPLICATE);
    this.contradictions = samples.of(Kind.CONTRADICTED);
    this.phantoms = samples.of(Kind.PHANTOM);
    this.resolved = samples.of(Kind.RESOLVED);
  }

  @Override
  public void write(Write write, Hands.Hand hand) {
    long seq = write.seq();
    if (!hand.journaled.add(seq)) {
      duplicates.add(write);
      again.add(write.delta());
      return;
    }
    once.add(write.delta());
    Tally tally = hand.tally;
    if (hand.stranger) {
      phantoms.add(write);
    } else if (tally == null) {
      unaccounted++;
      stints.merge(
          hand, new Stint(write.worker(), write.readAt(), write.writtenAt(), 1), Stint::and);
    } else if (tally.applied().seqs().contains(seq)) {
      hand.acknowledged.add(write.delta());
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
  Collection<Stint> stints() {
    return stints.values();
  }

  /** Calls for every acknowledged update that the journal does not have. */
  void forEachMissing(ObjLongConsumer<Hands.Hand> each) {
    for (Hands.Hand hand : hands.all()) {
      if (hand.tally != null) {
        hand.tally
            .applied()
            .seqs()
            .forEach(
                seq -> {
                  if (!hand.journaled.contains(seq)) {
                    each.accept(hand, seq);
                  }
                });
      }
    }
  }

  /** Acknowledged updates that the journal does not have. */
  Missing missing() {
    Map<Hands.Hand, Long> absent = new LinkedHashMap<>();
    List<String> first = new ArrayList<>();
    forEachMissing(
        (hand, seq) -> {
          absent.merge(hand, 1L, Long::sum);
          if (first.isEmpty()) {
            first.add(hand + "/" + seq);
          }
        });
    long count = 0;
    BigInteger sum = BigInteger.ZERO;
    List<String> mismatched = new ArrayList<>();
    for (Hands.Hand hand : hands.all()) {
      if (hand.tally != null) {
        BigInteger difference = hand.tally.applied().sum().subtract(hand.acknowledged.value());
        Long some = absent.get(hand);
        if (some != null) {
          count += some;
          sum = sum.add(difference);
        } else if (difference.signum() != 0) {
          mismatched.add(hand.toString());
        }
      }
    }
    return new Missing(count, sum, first, mismatched);
  }

  /**
   * Acknowledged updates that the journal does not have.
   *
   * @param count how many
   * @param sum what they add up to
   * @param first one of them, as worker#thread/sequence number; empty if there is none
   * @param mismatched threads whose acknowledged updates are all there, but with another sum
   */
  record Missing(long count, BigInteger sum, List<String> first, List<String> mismatched) {

    /** Nothing is missing. */
    boolean isNothing() {
      return count == 0;
    }
  }

  @Override
  public List<Finding> findings() {
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
    Missing missing = missing();
    if (!missing.mismatched().isEmpty()) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "the acknowledged updates of %s add up to another sum in the journal"
                  .formatted(String.join(", ", missing.mismatched()))));
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
    return "%s#%d/%d".formatted(write.worker(), write.thread(), write.seq());
  }
}
