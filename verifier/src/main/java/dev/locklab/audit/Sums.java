package dev.locklab.audit;

import dev.locklab.run.Ending;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges by the balance alone, where there is no journal: what was found against what was
 * acknowledged, and where that differs, against every sum that the updates of unknown fate could
 * make of it.
 *
 * <p>Their deltas follow from the run's settings. Whatever lies outside of their smallest and
 * largest sum is explained by none of them; inside, the sums are reckoned one and all as long as
 * there are not too many (subset sum, by dynamic programming over a bit for every sum).
 */
final class Sums {

  /** How many sums are tried one by one: two to the power of this. */
  private static final int FEW = 16;

  /** How many bits may be touched in reckoning all sums. */
  private static final long MOST_BITS = 4_000_000_000L;

  /** Of how many updates of unknown fate the deltas are looked up. */
  private static final int MOST_UPDATES = 100_000;

  private final RunSpec spec;
  private final Ending ending;
  private final List<Tally> tallies;
  private final TallyRoll roll;
  private final BigInteger expected;
  private @Nullable Finding violation;
  private @Nullable String open;
  private String right = "";

  /**
   * @param roll whose updates nobody tells of
   */
  Sums(Evidence evidence, TallyRoll roll) {
    this.spec = evidence.spec();
    this.ending = evidence.ending();
    this.tallies = evidence.tallies();
    this.roll = roll;
    this.expected = sum();
    judge();
  }

  /** Opening plus everything acknowledged. */
  BigInteger expected() {
    return expected;
  }

  /** What is wrong with the balance, as far as that is known. */
  List<Finding> violations() {
    Finding wrong = violation;
    return wrong == null ? List.of() : List.of(wrong);
  }

  /** What the balance cannot tell; null if nothing is open. */
  @Nullable String open() {
    return open;
  }

  /** In which way the balance is right, if it is. */
  String right() {
    return right;
  }

  private BigInteger sum() {
    BigInteger sum = BigInteger.valueOf(spec.workload().opening());
    for (Tally tally : tallies) {
      sum = sum.add(tally.applied().sum());
    }
    return sum;
  }

  private void judge() {
    Long found = ending.balance();
    if (found == null) {
      return;
    }
    BigInteger gap = BigInteger.valueOf(found).subtract(expected);
    long unknown = tallies.stream().mapToLong(tally -> tally.unknown().count()).sum();
    boolean absent = !roll.isComplete() || !roll.dead().isEmpty();
    if (unknown == 0 && !absent) {
      long acknowledged = tallies.stream().mapToLong(tally -> tally.applied().count()).sum();
      right = "the balance is the sum of all " + Amounts.count(acknowledged, "acknowledged update");
      violation = gap.signum() == 0 ? null : off(gap, "");
      return;
    }
    List<Long> deltas = deltas();
    Boolean possible = deltas == null ? null : reachable(deltas, gap);
    if (deltas == null || possible == null) {
      open = undecided(unknown);
      return;
    }
    String among = Amounts.count(deltas.size(), "update") + " of unknown fate";
    if (!possible) {
      violation = off(gap, ", and nothing that the " + among + " can add explains that");
    } else if (absent) {
      // What they had been told to be applied may have been lost, and the sum be right by luck.
      open = undecided(unknown);
    } else {
      right =
          "the balance is the sum of all acknowledged updates; "
              + (gap.signum() == 0
                  ? among + (deltas.size() == 1 ? " adds" : " add") + " nothing to it"
                  : "the " + Amounts.signed(gap) + " beyond it can be of the " + among);
    }
  }

  private static Finding off(BigInteger gap, String besides) {
    return new Finding(
        Verdict.LOST_UPDATES,
        "the balance is off by %s%s; without a journal nobody can tell which updates were lost"
            .formatted(Amounts.signed(gap), besides));
  }

  private @Nullable String undecided(long unknown) {
    List<String> who = new ArrayList<>();
    if (unknown > 0) {
      who.add(Amounts.count(unknown, "update") + " that got no reply");
    }
    if (!ending.dead().isEmpty()) {
      who.add("the updates of " + Sentences.some(ending.dead()) + ", which died");
    }
    // Of those that lived and told nothing, that is said already.
    return who.isEmpty()
        ? null
        : "without a journal nobody can tell what became of " + String.join(" and of ", who);
  }

  /**
   * The deltas of the updates that may have been applied or not.
   *
   * @return null if they are too many, or cannot be told
   */
  private @Nullable List<Long> deltas() {
    List<Long> deltas = new ArrayList<>();
    for (Tally tally : tallies) {
      if (tally.unknown().count() == 0) {
        continue;
      }
      int worker = spec.team().indexOf(tally.worker());
      if (worker < 0 || deltas.size() + tally.unknown().count() > MOST_UPDATES) {
        return single(tally, deltas) ? deltas : null;
      }
      int before = deltas.size();
      tally
          .unknown()
          .seqs()
          .forEach(seq -> deltas.add(spec.workload().delta(worker, tally.thread(), seq)));
      BigInteger sum =
          deltas.subList(before, deltas.size()).stream()
              .map(BigInteger::valueOf)
              .reduce(BigInteger.ZERO, BigInteger::add);
      if (!sum.equals(tally.unknown().sum())) {
        deltas.subList(before, deltas.size()).clear();
        if (!single(tally, deltas)) {
          return null;
        }
      }
    }
    return roll.nameless() == 0 && addAbsent(deltas) ? deltas : null;
  }

  /** Any part of what those were to make who told nothing. */
  private boolean addAbsent(List<Long> deltas) {
    for (TallyRoll.Member absent : roll.absent()) {
      int worker = spec.team().indexOf(absent.worker());
      long quota = worker < 0 ? Long.MAX_VALUE : spec.workload().quota(worker, absent.thread());
      if (quota > MOST_UPDATES - deltas.size()) {
        return false;
      }
      for (long seq = 0; seq < quota; seq++) {
        deltas.add(spec.workload().delta(worker, absent.thread(), seq));
      }
    }
    return true;
  }

  /** The delta of a thread's only unknown update is what its unknown ones add up to. */
  private static boolean single(Tally tally, List<Long> deltas) {
    BigInteger sum = tally.unknown().sum();
    boolean one = tally.unknown().count() == 1 && sum.bitLength() < Long.SIZE;
    return one && deltas.add(sum.longValueExact());
  }

  /** Whether some of the deltas add up to the sum; null where that is too much to reckon. */
  static @Nullable Boolean reachable(List<Long> deltas, BigInteger sum) {
    BigInteger lowest = BigInteger.ZERO;
    BigInteger highest = BigInteger.ZERO;
    for (long delta : deltas) {
      BigInteger amount = BigInteger.valueOf(delta);
      lowest = lowest.add(amount.min(BigInteger.ZERO));
      highest = highest.add(amount.max(BigInteger.ZERO));
    }
    if (sum.compareTo(lowest) < 0 || sum.compareTo(highest) > 0) {
      return false;
    }
    if (deltas.size() <= FEW) {
      Set<BigInteger> sums = new HashSet<>(Set.of(BigInteger.ZERO));
      for (long delta : deltas) {
        BigInteger amount = BigInteger.valueOf(delta);
        List.copyOf(sums).forEach(one -> sums.add(one.add(amount)));
      }
      return sums.contains(sum);
    }
    BigInteger span = highest.subtract(lowest);
    BigInteger work = span.multiply(BigInteger.valueOf(deltas.size()));
    if (work.compareTo(BigInteger.valueOf(MOST_BITS)) > 0) {
      return null;
    }
    // Bit n stands for the sum n above the lowest one, which takes all that is negative: leaving a
    // negative delta out, or a positive one in, moves up.
    BigInteger reached = BigInteger.ONE;
    for (long delta : deltas) {
      reached = reached.or(reached.shiftLeft(Math.toIntExact(Math.abs(delta))));
    }
    return reached.testBit(sum.subtract(lowest).intValueExact());
  }
}
