package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import dev.locklab.run.ExactSum;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds what the workers counted against what the journal says, update by update. */
final class Attendance {

  private record Who(String worker, int thread) {}

  private final Map<Who, Tally> tallies = new HashMap<>();
  private final Map<Who, BitSet> journaled = new HashMap<>();
  private final ExactSum once = new ExactSum();
  private final ExactSum again = new ExactSum();
  private final Map<Who, ExactSum> acknowledged = new HashMap<>();
  private final Map<Who, Stint> stints = new LinkedHashMap<>();
  private final Sample duplicates = new Sample();
  private final Sample contradictions = new Sample();
  private long unaccounted;
  private long resolved;

  Attendance(List<Tally> all) {
    for (Tally tally : all) {
      tallies.put(new Who(tally.worker(), tally.thread()), tally);
    }
  }

  /** Takes the next write of the journal. */
  void add(Write write) {
    Who who = new Who(write.worker(), write.thread());
    BitSet seen = journaled.computeIfAbsent(who, missing -> new BitSet());
    int seq = Math.toIntExact(write.seq());
    if (seen.get(seq)) {
      duplicates.add(write);
      again.add(write.delta());
      return;
    }
    seen.set(seq);
    once.add(write.delta());
    Tally tally = tallies.get(who);
    if (tally == null) {
      unaccounted++;
      stints.merge(
          who, new Stint(write.worker(), write.readAt(), write.writtenAt(), 1), Stint::and);
    } else if (tally.applied().seqs().contains(seq)) {
      acknowledged.computeIfAbsent(who, missing -> new ExactSum()).add(write.delta());
    } else if (tally.unknown().seqs().contains(seq)) {
      resolved++;
    } else {
      contradictions.add(write);
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

  /** Updates journaled more than once. */
  Sample duplicates() {
    return duplicates;
  }

  /** Writes of updates that their worker knows not to have been applied. */
  Sample contradictions() {
    return contradictions;
  }

  /** Updates without a reply that the journal shows to be applied. */
  long resolved() {
    return resolved;
  }

  /** Updates of workers that handed in no tally. */
  long unaccounted() {
    return unaccounted;
  }

  /** When the threads that handed in no tally were at work, as far as the journal knows. */
  Collection<Stint> stints() {
    return stints.values();
  }

  /** Acknowledged updates that the journal does not have. */
  Missing missing() {
    long count = 0;
    BigInteger sum = BigInteger.ZERO;
    String where = null;
    String mismatch = null;
    for (Map.Entry<Who, Tally> entry : tallies.entrySet()) {
      Tally tally = entry.getValue();
      BitSet seen = journaled.getOrDefault(entry.getKey(), new BitSet());
      long[] absent = {0, -1};
      tally
          .applied()
          .seqs()
          .forEach(
              seq -> {
                if (!seen.get(Math.toIntExact(seq))) {
                  absent[0]++;
                  absent[1] = absent[1] < 0 ? seq : absent[1];
                }
              });
      ExactSum journaledSum = acknowledged.get(entry.getKey());
      BigInteger difference =
          tally
              .of(Outcome.APPLIED)
              .sum()
              .subtract(journaledSum == null ? BigInteger.ZERO : journaledSum.value());
      if (absent[0] > 0) {
        count += absent[0];
        sum = sum.add(difference);
        where = where == null ? tally.worker() + "#" + tally.thread() + "/" + absent[1] : where;
      } else if (difference.signum() != 0) {
        mismatch = tally.worker() + "#" + tally.thread();
      }
    }
    return new Missing(count, sum, where, mismatch);
  }

  /**
   * Acknowledged updates that the journal does not have.
   *
   * @param count how many
   * @param sum what they add up to
   * @param first one of them, as worker#thread/sequence number
   * @param mismatch a thread whose acknowledged updates are all there, but with another sum
   */
  record Missing(long count, BigInteger sum, @Nullable String first, @Nullable String mismatch) {}
}
