package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which writes are still in the balance. Writes form a tree, as commits do: each names
 * the write it saw as its parent. The path from the last write back to the opening is what the
 * balance consists of; whatever is off that path is lost.
 *
 * <p>Takes one pass over the journal and keeps 12 bytes and a bit of every write. A write's delta
 * is what it wrote less what it had read, so it need not be kept.
 */
final class Lineages {

  private static final int PAGE_BITS = 16;
  private static final int PAGE = 1 << PAGE_BITS;

  /** With how many a page begins; it doubles until it is full. */
  private static final int FIRST = 16;

  private final List<int[]> saws = new ArrayList<>();
  private final List<long[]> values = new ArrayList<>();

  /** What was read by those who did not read what the write they saw had written; hardly any. */
  private final Map<Integer, Long> otherReads = new HashMap<>();

  private int size = -1;
  private long stale;
  private @Nullable BitSet survivors;

  Lineages(long opening) {
    add(0, opening);
  }

  /**
   * Takes the next write, whose version must be the next one.
   *
   * @return whether it had read what the write that it saw had written
   */
  boolean add(Write write) {
    int saw = (int) write.saw();
    boolean same = write.read() == valueAt(saw);
    if (!same) {
      otherReads.put(size + 1, write.read());
    }
    if (write.isStale()) {
      stale++;
    }
    add(saw, write.value());
    return same;
  }

  private void add(int saw, long value) {
    size++;
    int page = size >>> PAGE_BITS;
    int place = size & (PAGE - 1);
    if (place == 0) {
      saws.add(new int[FIRST]);
      values.add(new long[FIRST]);
    } else if (place == saws.get(page).length) {
      saws.set(page, Arrays.copyOf(saws.get(page), 2 * place));
      values.set(page, Arrays.copyOf(values.get(page), 2 * place));
    }
    saws.get(page)[place] = saw;
    values.get(page)[place] = value;
  }

  int size() {
    return size;
  }

  /** The balance that a version had; version 0 is the opening. */
  long valueAt(int version) {
    return values.get(version >>> PAGE_BITS)[version & (PAGE - 1)];
  }

  private int sawOf(int version) {
    return saws.get(version >>> PAGE_BITS)[version & (PAGE - 1)];
  }

  private long deltaOf(int version) {
    Long other = otherReads.isEmpty() ? null : otherReads.get(version);
    return valueAt(version) - (other == null ? valueAt(sawOf(version)) : other);
  }

  /** Whether a write is still in the balance; once every write was taken. */
  boolean survives(long version) {
    return survivors().get((int) version);
  }

  /**
   * The surviving write that skipped a lost one. Survivors are each other's parents, so whatever
   * lies between two of them was skipped by the later one.
   */
  long culpritOf(long lost) {
    return survivors().nextSetBit((int) lost);
  }

  /** Versions on the path from the last write to the opening. */
  BitSet survivors() {
    BitSet surviving = survivors;
    if (surviving == null) {
      surviving = new BitSet(size() + 1);
      for (int version = size(); version > 0; version = sawOf(version)) {
        surviving.set(version);
      }
      survivors = surviving;
    }
    return surviving;
  }

  /** The lost writes between two survivors, the later of which is to blame. */
  private record Gap(int firstVictim, int culprit, ExactSum sum) {

    int count() {
      return culprit - firstVictim;
    }

    /** The victims that are shown. */
    IntStream shown() {
      return IntStream.range(firstVictim, Math.min(culprit, firstVictim + Overwrite.SHOWN));
    }

    boolean worseThan(Gap other) {
      if (count() != other.count()) {
        return count() > other.count();
      }
      return sum.value().abs().compareTo(other.sum.value().abs()) > 0;
    }
  }

  /**
   * What became of the writes; once every one was taken.
   *
   * @param journal to fetch the writes of the erasures that are told of
   * @param blaming finds out how they were lost
   */
  Findings.Lineage trace(Journal journal, Blaming blaming) {
    BitSet surviving = survivors();
    ExactSum lostSum = new ExactSum();
    long lost = 0;
    Gap first = null;
    Gap worst = null;
    Gap last = null;
    int version = surviving.nextClearBit(1);
    while (version <= size()) {
      int culprit = surviving.nextSetBit(version);
      ExactSum sum = new ExactSum();
      for (int victim = version; victim < culprit; victim++) {
        sum.add(deltaOf(victim));
        lostSum.add(deltaOf(victim));
      }
      last = new Gap(version, culprit, sum);
      first = first == null ? last : first;
      worst = worst == null || last.worseThan(worst) ? last : worst;
      lost += last.count();
      version = surviving.nextClearBit(culprit);
    }
    Map<Long, Write> writes = fetch(journal, first, worst, last);
    return new Findings.Lineage(
        size(),
        stale,
        lost,
        lostSum.value(),
        erasure(first, writes, blaming),
        erasure(worst, writes, blaming),
        erasure(last, writes, blaming));
  }

  private static Map<Long, Write> fetch(Journal journal, @Nullable Gap... gaps) {
    TreeSet<Long> versions = new TreeSet<>();
    for (Gap gap : gaps) {
      if (gap != null) {
        versions.add((long) gap.culprit());
        gap.shown().forEach(victim -> versions.add((long) victim));
      }
    }
    Map<Long, Write> writes = new HashMap<>();
    if (!versions.isEmpty()) {
      journal.at(versions).forEach(write -> writes.put(write.version(), write));
    }
    return writes;
  }

  private static @Nullable Overwrite erasure(
      @Nullable Gap gap, Map<Long, Write> writes, Blaming blaming) {
    if (gap == null) {
      return null;
    }
    List<Write> victims = gap.shown().mapToObj(victim -> there(writes, victim)).toList();
    Blame blame = blaming.blame(victims.get(0), there(writes, gap.culprit()));
    return new Overwrite(blame, victims, gap.count(), gap.sum().value());
  }

  private static Write there(Map<Long, Write> writes, int version) {
    Write write = writes.get((long) version);
    if (write == null) {
      throw new IllegalStateException("version " + version + " has left the journal");
    }
    return write;
  }
}
