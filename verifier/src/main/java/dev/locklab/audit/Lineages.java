package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ExactSum;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which writes are still in the balance. Writes form a tree, as commits do: each names
 * the write it saw as its parent. The path from the last write back to the opening is what the
 * balance consists of; whatever is off that path is lost.
 *
 * <p>Takes two passes over the journal and keeps 12 bytes and a bit of every write.
 */
final class Lineages {

  private static final int PAGE_BITS = 16;
  private static final int PAGE = 1 << PAGE_BITS;

  private final List<int[]> saws = new ArrayList<>();
  private final List<long[]> values = new ArrayList<>();
  private int size = -1;

  Lineages(long opening) {
    add(0, opening);
  }

  /** The first pass: takes the next write, whose version must be the next one. */
  void add(Write write) {
    add((int) write.saw(), write.value());
  }

  private void add(int saw, long value) {
    size++;
    if ((size & (PAGE - 1)) == 0) {
      saws.add(new int[PAGE]);
      values.add(new long[PAGE]);
    }
    saws.get(size >>> PAGE_BITS)[size & (PAGE - 1)] = saw;
    values.get(size >>> PAGE_BITS)[size & (PAGE - 1)] = value;
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

  /** Versions on the path from the last write to the opening. */
  BitSet survivors() {
    BitSet surviving = new BitSet(size() + 1);
    for (int version = size(); version > 0; version = sawOf(version)) {
      surviving.set(version);
    }
    return surviving;
  }

  /** The second pass: follows every lost write to the one that erased it. */
  Findings.Lineage trace(Iterable<Write> journal) {
    BitSet surviving = survivors();
    long stale = 0;
    long lost = 0;
    ExactSum lostSum = new ExactSum();
    Erasure first = null;
    Erasure worst = null;
    List<Write> victims = new ArrayList<>();
    ExactSum sum = new ExactSum();
    long count = 0;
    for (Write write : journal) {
      if (write.isStale()) {
        stale++;
      }
      if (!surviving.get((int) write.version())) {
        count++;
        sum.add(write.delta());
        lost++;
        lostSum.add(write.delta());
        if (victims.size() < Erasure.SHOWN) {
          victims.add(write);
        }
      } else if (count > 0) {
        // Survivors are each other's parents, so whatever lies between two of them was skipped by
        // the later one.
        Erasure erasure = new Erasure(write, List.copyOf(victims), count, sum.value());
        first = first == null ? erasure : first;
        worst = worse(worst, erasure);
        victims.clear();
        sum = new ExactSum();
        count = 0;
      }
    }
    return new Findings.Lineage(size(), stale, lost, lostSum.value(), first, worst);
  }

  private static Erasure worse(@Nullable Erasure a, Erasure b) {
    if (a == null || b.count() > a.count()) {
      return b;
    }
    BigInteger left = a.sum().abs();
    return b.count() == a.count() && b.sum().abs().compareTo(left) > 0 ? b : a;
  }
}
