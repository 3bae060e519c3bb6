package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The identity {@code expected - final = sum of lost deltas}, and who is to blame, on histories
 * that chance wrote. The oracle knows nothing of trees: it keeps, for every version, the set of
 * updates that the balance consists of.
 */
class IdentityTest {

  @Test
  void holdsForSmallHistories() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      check("seed " + seed, new Chance(random, random.nextInt(13), 13, 3));
    }
  }

  @Test
  void holdsForHistoriesOfThousands() {
    for (int seed = 0; seed < 10; seed++) {
      check("seed " + seed, new Chance(new Random(seed), 3_000, 3_000, 100));
    }
  }

  @Test
  void holdsForAHistoryThatFillsMoreThanAPage() {
    // Readers are at most 40 versions behind, so that the oracle need not remember every set.
    check("seed 7", new Chance(new Random(7), 140_000, 40, 100));
  }

  @Test
  void isBrokenByWhatSomebodyElseAddsIfAnybodySeesIt() {
    int seen = 0;
    int unseen = 0;
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      Chance before = new Chance(random, random.nextInt(5), 13, 3);
      int foreign = before.saws.size();
      before.history.somebodyElseAdds(1 + random.nextInt(3));
      before.go(random.nextInt(5));
      List<Integer> after = before.saws.subList(foreign, before.saws.size());
      boolean visible = after.isEmpty() || after.contains(foreign);
      seen += visible ? 1 : 0;
      unseen += visible ? 0 : 1;
      assertThat(before.history.findings().verdict() == Verdict.UNEXPLAINED)
          .as("seed %d", seed)
          .isEqualTo(visible);
    }
    assertThat(seen).isPositive();
    assertThat(unseen).as("overwritten by writers that had not read it").isPositive();
  }

  private static void check(String name, Chance chance) {
    Findings findings = chance.history.findings();
    Findings.Lineage lineage = Objects.requireNonNull(findings.lineage());
    BitSet lost = chance.lost();
    BigInteger lostSum = chance.sum(lost.stream());
    assertThat(lineage.writes()).as(name).isEqualTo(chance.saws.size());
    assertThat(lineage.stale()).as(name).isEqualTo(chance.stale);
    assertThat(lineage.lost()).as(name).isEqualTo(lost.cardinality());
    assertThat(lineage.lostSum()).as(name).isEqualTo(lostSum);
    assertThat(findings.resolvedApplied()).as(name).isEqualTo(chance.unanswered);

    BigInteger expected = chance.sum(IntStream.rangeClosed(1, chance.saws.size()));
    assertThat(findings.money().expected()).as(name).isEqualTo(chance.opening.add(expected));
    assertThat(Objects.requireNonNull(findings.money().drift()).negate())
        .as("%s: the identity", name)
        .isEqualTo(lostSum);

    assertThat(findings.verdict())
        .as(name)
        .isEqualTo(
            !lost.isEmpty()
                ? Verdict.LOST_UPDATES
                : chance.saws.isEmpty() ? Verdict.INDETERMINATE : Verdict.CONSISTENT);
    assertThat(lineage.stale() > 0).as(name).isEqualTo(lineage.lost() > 0);

    Map<Integer, List<Integer>> culprits = chance.culprits();
    assertThat(chance.unread(culprits.keySet()))
        .as("%s: one culprit each", name)
        .isEqualTo(culprits);
    if (culprits.isEmpty()) {
      assertThat(lineage.first()).as(name).isNull();
      assertThat(lineage.worst()).as(name).isNull();
    } else {
      Overwrite first = Objects.requireNonNull(lineage.first());
      Overwrite worst = Objects.requireNonNull(lineage.worst());
      assertThat((int) first.culprit().version())
          .as(name)
          .isEqualTo(culprits.keySet().iterator().next());
      assertErasure(name, chance, culprits, first);
      assertErasure(name, chance, culprits, worst);
      assertThat(culprits.values())
          .as(name)
          .allSatisfy(
              victims -> {
                assertThat(worst.count()).isGreaterThanOrEqualTo(victims.size());
                if (worst.count() == victims.size()) {
                  assertThat(worst.sum().abs())
                      .isGreaterThanOrEqualTo(
                          chance.sum(victims.stream().mapToInt(Integer::intValue)).abs());
                }
              });
    }
  }

  private static void assertErasure(
      String name, Chance chance, Map<Integer, List<Integer>> culprits, Overwrite erasure) {
    List<Integer> victims = Objects.requireNonNull(culprits.get((int) erasure.culprit().version()));
    assertThat(erasure.count()).as(name).isEqualTo(victims.size());
    assertThat(erasure.sum())
        .as(name)
        .isEqualTo(chance.sum(victims.stream().mapToInt(Integer::intValue)));
    assertThat(erasure.victims().stream().map(Write::version).map(Long::intValue))
        .as(name)
        .isEqualTo(victims.subList(0, Math.min(Overwrite.SHOWN, victims.size())));
  }

  /** A history that chance writes, and the sets of updates behind it. */
  private static final class Chance {

    private final Random random;
    private final int memory;
    private final int span;
    private final History history;
    private final BigInteger opening;
    private final List<Integer> saws = new ArrayList<>();
    private final List<Long> deltas = new ArrayList<>();

    /** What the balance of each version consists of; forgotten when it is too old to be read. */
    private final Map<Integer, BitSet> contents = new HashMap<>(Map.of(0, new BitSet()));

    private int stale;
    private int unanswered;

    Chance(Random random, int writes, int memory, int span) {
      this.random = random;
      this.memory = memory;
      this.span = span;
      this.opening = BigInteger.valueOf(random.nextInt(5) - 2);
      this.history = History.opening(opening.longValueExact());
      go(writes);
    }

    void go(int writes) {
      for (int i = 0; i < writes; i++) {
        step();
      }
    }

    private void step() {
      int previous = saws.size();
      int version = previous + 1;
      boolean fresh = random.nextInt(3) > 0;
      int saw = fresh ? previous : previous - random.nextInt(Math.min(previous, memory) + 1);
      long delta = (random.nextInt(span) + 1L) * (random.nextBoolean() ? 1 : -1);
      saws.add(saw);
      deltas.add(delta);
      BitSet content = (BitSet) Objects.requireNonNull(contents.get(saw)).clone();
      content.set(version);
      contents.put(version, content);
      stale += saw == previous ? 0 : 1;
      contents.remove(version - memory - 1);
      boolean replied = random.nextInt(10) > 0;
      unanswered += replied ? 0 : 1;
      history.write(
          "w" + (1 + random.nextInt(3)), saw, delta, replied ? Outcome.APPLIED : Outcome.UNKNOWN);
    }

    /** The updates that are not in the balance. */
    BitSet lost() {
      BitSet lost = new BitSet();
      lost.set(1, saws.size() + 1);
      lost.andNot(Objects.requireNonNull(contents.get(saws.size())));
      return lost;
    }

    /**
     * The lost writes, by who erased them: the first surviving write after them. Its balance and
     * those of all survivors to come are without them.
     */
    Map<Integer, List<Integer>> culprits() {
      BitSet lost = lost();
      Map<Integer, List<Integer>> culprits = new TreeMap<>();
      lost.stream()
          .forEach(
              victim ->
                  culprits
                      .computeIfAbsent(lost.nextClearBit(victim), none -> new ArrayList<>())
                      .add(victim));
      return culprits;
    }

    /** The lost writes that each of these writes had not read, though they came before it. */
    Map<Integer, List<Integer>> unread(Iterable<Integer> writes) {
      BitSet lost = lost();
      Map<Integer, List<Integer>> unread = new TreeMap<>();
      for (int write : writes) {
        int saw = saws.get(write - 1);
        unread.put(write, IntStream.range(saw + 1, write).filter(lost::get).boxed().toList());
      }
      return unread;
    }

    BigInteger sum(IntStream versions) {
      return versions
          .mapToObj(version -> BigInteger.valueOf(deltas.get(version - 1)))
          .reduce(BigInteger.ZERO, BigInteger::add);
    }
  }
}
