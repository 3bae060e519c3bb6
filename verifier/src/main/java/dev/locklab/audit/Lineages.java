package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ExactSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
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
 * <p>Takes one pass over the journal, and keeps little of it: of 65,536 writes in turn, each of
 * which saw the one before it, nothing but that; of others two bytes a write, and a bit where
 * writes were lost. What the newest {@link #RECENT} pages of them wrote is kept too, as that is
 * what writers have seen. Should one have seen more distant ones, all are fetched from the journal
 * again and kept, at eight bytes a write. A write's delta is what it wrote less what it had read,
 * so it need not be kept.
 */
final class Lineages {

  /** Of how many pages the values are kept: somewhat more than four million writes. */
  static final int RECENT = 64;

  private static final int PAGE_BITS = 16;
  private static final int PAGE = 1 << PAGE_BITS;

  /** With how many a page begins; it doubles until it is full. */
  private static final int FIRST = 16;

  /** A page on which each write saw the one before it. */
  private static final char[] IN_TURN = {};

  private final Journal journal;
  private final long opening;
  private final int recent;

  /** How far back each write saw; 0 is further than that can say. */
  private final List<char[]> backs = new ArrayList<>();

  private final Map<Integer, Integer> farSaws = new HashMap<>();
  private final List<long[]> values = new ArrayList<>();

  /** What was read by those who did not read what the write they saw had written; hardly any. */
  private final Map<Integer, Long> otherReads = new HashMap<>();

  private int size = -1;
  private long stale;
  private boolean inTurn;

  /** How many pages, from the first, have no values any more. */
  private int gone;

  private boolean keepsAll;
  private @Nullable BitSet lost;

  /**
   * @param journal where the writes come from
   */
  Lineages(long opening, Journal journal) {
    this(opening, journal, RECENT);
  }

  Lineages(long opening, Journal journal, int recent) {
    this.opening = opening;
    this.journal = journal;
    this.recent = recent;
    add(-1, opening);
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
      backs.add(new char[FIRST]);
      values.add(new long[FIRST]);
      inTurn = true;
    } else if (place == values.get(page).length) {
      backs.set(page, Arrays.copyOf(backs.get(page), 2 * place));
      values.set(page, Arrays.copyOf(values.get(page), 2 * place));
    }
    int back = size - saw;
    if (back > Character.MAX_VALUE) {
      farSaws.put(size, saw);
      back = 0;
    }
    inTurn &= back == 1;
    backs.get(page)[place] = (char) back;
    values.get(page)[place] = value;
    if (place == PAGE - 1) {
      turnPage(page);
    }
  }

  private void turnPage(int page) {
    if (inTurn) {
      backs.set(page, IN_TURN);
    }
    if (!keepsAll && values.size() - gone > recent) {
      values.set(gone, new long[0]);
      gone++;
    }
  }

  int size() {
    return size;
  }

  /** The balance that a version had; version 0 is the opening. */
  long valueAt(int version) {
    if (version >>> PAGE_BITS < gone) {
      fetchAll();
    }
    return values.get(version >>> PAGE_BITS)[version & (PAGE - 1)];
  }

  /** Whoever saw that far back may not be the only one. */
  private void fetchAll() {
    keepsAll = true;
    for (int page = 0; page < gone; page++) {
      values.set(page, new long[PAGE]);
    }
    values.get(0)[0] = opening;
    long last = (long) gone << PAGE_BITS;
    gone = 0;
    for (Write write : journal) {
      if (write.version() < last) {
        values.get((int) write.version() >>> PAGE_BITS)[(int) write.version() & (PAGE - 1)] =
            write.value();
      }
    }
  }

  private int sawOf(int version) {
    char[] page = backs.get(version >>> PAGE_BITS);
    int back = page == IN_TURN ? 1 : page[version & (PAGE - 1)];
    return back == 0 ? farSaws.getOrDefault(version, 0) : version - back;
  }

  private long deltaOf(int version) {
    Long other = otherReads.isEmpty() ? null : otherReads.get(version);
    return valueAt(version) - (other == null ? valueAt(sawOf(version)) : other);
  }

  /** Whether a write is still in the balance; once every write was taken. */
  boolean survives(long version) {
    return !lost().get((int) version);
  }

  /**
   * The surviving write that skipped a lost one. Survivors are each other's parents, so whatever
   * lies between two of them was skipped by the later one.
   */
  long culpritOf(long victim) {
    return lost().nextClearBit((int) victim);
  }

  /** Versions off the path from the last write to the opening. */
  private BitSet lost() {
    BitSet off = lost;
    if (off == null) {
      off = new BitSet();
      for (int version = size(); version > 0; version = sawOf(version)) {
        off.set(sawOf(version) + 1, version);
      }
      lost = off;
    }
    return off;
  }

  /** The deltas of lost writes, which are asked for in their order. */
  private interface Deltas {

    long of(int version);

    /** No more of them are wanted. */
    default void end() {}
  }

  /** Where too much is gone, what is asked for is read again, all of it once. */
  private Deltas deltas() {
    if (gone == 0) {
      return this::deltaOf;
    }
    Iterator<Write> writes = journal.iterator();
    return new Deltas() {
      @Override
      public long of(int version) {
        while (writes.hasNext()) {
          Write write = writes.next();
          if (write.version() == version) {
            return write.delta();
          }
        }
        throw new IllegalStateException("version " + version + " has left the journal");
      }

      /** A journal that is read to its end is closed. */
      @Override
      public void end() {
        writes.forEachRemaining(write -> {});
      }
    };
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
   * @param blaming finds out how they were lost
   */
  Findings.Lineage trace(Blaming blaming) {
    BitSet off = lost();
    Deltas deltas = off.isEmpty() ? this::deltaOf : deltas();
    ExactSum lostSum = new ExactSum();
    long count = 0;
    Gap first = null;
    Gap worst = null;
    Gap last = null;
    int version = off.nextSetBit(1);
    while (version > 0) {
      int culprit = off.nextClearBit(version);
      ExactSum sum = new ExactSum();
      for (int victim = version; victim < culprit; victim++) {
        long delta = deltas.of(victim);
        sum.add(delta);
        lostSum.add(delta);
      }
      last = new Gap(version, culprit, sum);
      first = first == null ? last : first;
      worst = worst == null || last.worseThan(worst) ? last : worst;
      count += last.count();
      version = off.nextSetBit(culprit);
    }
    deltas.end();
    Map<Long, Write> writes = fetch(first, worst, last);
    return new Findings.Lineage(
        size(),
        stale,
        count,
        lostSum.value(),
        erasure(first, writes, blaming),
        erasure(worst, writes, blaming),
        erasure(last, writes, blaming));
  }

  private Map<Long, Write> fetch(@Nullable Gap... gaps) {
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
