package dev.locklab.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * A set of sequence numbers in any order. As long as they come one after the other from 0 on, only
 * how many there are is kept; then a bit each, in pages, so that one far-off number does not cost
 * the memory of all before it.
 */
final class SeqSet {

  private static final int PAGE_BITS = 10;
  private static final int WORD_BITS = 6;

  private final Map<Long, long[]> pages = new HashMap<>();

  /** All below that are in it. */
  private long below;

  private long page = -1;
  private long[] words = {};

  /**
   * Adds a number.
   *
   * @return whether it is new
   */
  boolean add(long seq) {
    if (seq < below) {
      return false;
    }
    if (seq == below && pages.isEmpty()) {
      below++;
      return true;
    }
    long[] at = page(seq, true);
    int word = (int) (seq & ((1 << PAGE_BITS) - 1)) >>> WORD_BITS;
    long bit = 1L << seq;
    boolean fresh = (at[word] & bit) == 0;
    at[word] |= bit;
    return fresh;
  }

  boolean contains(long seq) {
    if (seq < below) {
      return true;
    }
    long[] at = page(seq, false);
    int word = (int) (seq & ((1 << PAGE_BITS) - 1)) >>> WORD_BITS;
    return at.length > 0 && (at[word] & (1L << seq)) != 0;
  }

  private long[] page(long seq, boolean make) {
    long wanted = seq >>> PAGE_BITS;
    if (wanted != page) {
      long[] there = pages.get(wanted);
      if (there == null) {
        if (!make) {
          return new long[0];
        }
        there = new long[1 << (PAGE_BITS - WORD_BITS)];
        pages.put(wanted, there);
      }
      page = wanted;
      words = there;
    }
    return words;
  }
}
