package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * A set of sequence numbers, kept as ranges. Numbers are added in rising order, as a thread makes
 * them; written as {@code 0-99,101}. Not thread safe.
 */
public final class SeqRanges {

  /** The largest sequence number that is read: a journal has none beyond. */
  private static final long LARGEST = Integer.MAX_VALUE;

  private long[] bounds = new long[4];
  private int used;
  private long count;

  /**
   * Adds a number.
   *
   * @throws IllegalArgumentException if it is not above all that are in already
   */
  public void add(long seq) {
    addRange(seq, seq);
  }

  private void addRange(long from, long to) {
    if (from < 0 || to < from || (used > 0 && from <= bounds[used - 1])) {
      throw new IllegalArgumentException("sequence numbers must rise, and " + from + " does not");
    }
    count += to - from + 1;
    if (used > 0 && bounds[used - 1] == from - 1) {
      bounds[used - 1] = to;
      return;
    }
    if (used == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * used);
    }
    bounds[used++] = from;
    bounds[used++] = to;
  }

  public long count() {
    return count;
  }

  /** Whether the number is in the set; logarithmic in the number of ranges. */
  public boolean contains(long seq) {
    int low = 0;
    int high = used / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (seq < bounds[2 * middle]) {
        high = middle - 1;
      } else if (seq > bounds[2 * middle + 1]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** The largest number; -1 if there is none. */
  public long last() {
    return used == 0 ? -1 : bounds[used - 1];
  }

  /** The smallest number for which the condition holds; -1 if there is none. */
  public long first(LongPredicate condition) {
    for (int i = 0; i < used; i += 2) {
      for (long seq = bounds[i]; seq <= bounds[i + 1]; seq++) {
        if (condition.test(seq)) {
          return seq;
        }
      }
    }
    return -1;
  }

  /** The smallest number that is in both sets; -1 if there is none. Looks at ranges only. */
  public long firstShared(SeqRanges other) {
    int mine = 0;
    int theirs = 0;
    while (mine < used && theirs < other.used) {
      long from = Math.max(bounds[mine], other.bounds[theirs]);
      if (from <= Math.min(bounds[mine + 1], other.bounds[theirs + 1])) {
        return from;
      }
      if (bounds[mine + 1] < other.bounds[theirs + 1]) {
        mine += 2;
      } else {
        theirs += 2;
      }
    }
    return -1;
  }

  /** Calls for every number, in rising order. */
  public void forEach(java.util.function.LongConsumer each) {
    for (int i = 0; i < used; i += 2) {
      for (long seq = bounds[i]; seq <= bounds[i + 1]; seq++) {
        each.accept(seq);
      }
    }
  }

  /**
   * Reads ranges as {@link #toString} writes them.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  @JsonCreator
  public static SeqRanges parse(String text) {
    SeqRanges ranges = new SeqRanges();
    if (text.isBlank()) {
      return ranges;
    }
    for (String range : text.split(",", -1)) {
      int dash = range.indexOf('-');
      try {
        long from = Long.parseLong(dash < 0 ? range : range.substring(0, dash));
        long to = dash < 0 ? from : Long.parseLong(range.substring(dash + 1));
        if (to > LARGEST) {
          throw new IllegalArgumentException(
              "'" + range + "' goes beyond " + LARGEST + ", which no thread comes to");
        }
        ranges.addRange(from, to);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + range + "' is not a range such as 0-99", e);
      }
    }
    return ranges;
  }

  @Override
  @JsonValue
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < used; i += 2) {
      out.append(i == 0 ? "" : ",").append(bounds[i]);
      if (bounds[i + 1] != bounds[i]) {
        out.append('-').append(bounds[i + 1]);
      }
    }
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeqRanges that
        && Arrays.equals(bounds, 0, used, that.bounds, 0, that.used);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
