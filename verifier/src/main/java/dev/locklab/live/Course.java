package dev.locklab.live;

import dev.locklab.account.Write;
import dev.locklab.run.ExactSum;
import dev.locklab.run.Histograms;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How a run has gone up to the last write that was read: what the audit will say of the whole, said
 * of a beginning, one write after the other.
 *
 * <p>The writes that the balance consists of are a path to the opening, so how many are lost is
 * known from the length of that path alone, which is one more than that of the write that was seen.
 * Keeps four bytes of every write, and the latest writes themselves.
 */
final class Course {

  /** How many of the latest writes are kept. */
  static final int LATEST = 48;

  /** How far back a write can have seen so that it is told whom it erased. */
  private static final int REMEMBERED = 1_024;

  private static final int PAGE = 1 << 16;

  private record Lane(String worker, int thread) {}

  /** The last write of a thread. */
  private record Last(long seq, long writtenAt) {}

  /**
   * The first write that overwrote what it had not read.
   *
   * @param victim the first of those that it overwrote
   * @param count how many it overwrote
   */
  record Overwriting(Write victim, Write culprit, long count) {}

  /**
   * One of the latest writes.
   *
   * @param askedAt about when its writer asked for the lock; absent where there is none, or nobody
   *     can tell
   */
  record Recent(Write write, @Nullable Long askedAt, boolean lost) {

    /** When it began, as far as is known. */
    long startedAt() {
      Long acquiredAt = write.acquiredAt();
      return acquiredAt == null ? write.readAt() : acquiredAt;
    }
  }

  private record Remembered(Write write, @Nullable Long askedAt) {}

  private final long opening;
  private final long apartMicros;
  private final List<int[]> lengths = new ArrayList<>();
  private final Deque<Remembered> remembered = new ArrayDeque<>();
  private final Map<Lane, Last> lasts = new HashMap<>();
  private final Histogram waits = Histograms.nanos();
  private final ExactSum deltas = new ExactSum();
  private final LiveCurve curve;
  private long version;
  private long stale;
  private long balance;
  private @Nullable Overwriting first;

  /**
   * @param apartMicros how long a thread pauses on purpose between two updates
   */
  Course(long opening, long apartMicros) {
    this.opening = opening;
    this.apartMicros = apartMicros;
    this.balance = opening;
    this.curve = new LiveCurve(opening);
    length(0, 0);
  }

  /**
   * Whether a write cannot follow those before: then they are not the ones that the store has now,
   * or somebody else has changed the balance.
   */
  boolean isContradictedBy(Write write) {
    if (write.version() != version + 1 || write.saw() > version || write.saw() < 0) {
      return true;
    }
    if (write.saw() == 0) {
      return write.read() != opening;
    }
    Write seen = remembered(write.saw());
    return seen != null && seen.value() != write.read();
  }

  /** Takes the next write. */
  void add(Write write) {
    long saw = Math.max(0, Math.min(write.saw(), version));
    version++;
    length((int) version, lengthOf((int) saw) + 1);
    balance = write.value();
    deltas.add(write.delta());
    if (write.isStale()) {
      stale++;
      blame(write);
    }
    remembered.addLast(new Remembered(write, asked(write)));
    if (remembered.size() > REMEMBERED) {
      remembered.removeFirst();
    }
    curve.add(version, balance, expected());
  }

  private @Nullable Write remembered(long which) {
    // Nearly always it is one of the last, which are found from behind.
    Iterator<Remembered> fromBehind = remembered.descendingIterator();
    while (fromBehind.hasNext()) {
      Write write = fromBehind.next().write();
      if (write.version() <= which) {
        return write.version() == which ? write : null;
      }
    }
    return null;
  }

  private void blame(Write culprit) {
    Write victim = first == null ? remembered(culprit.saw() + 1) : null;
    if (victim != null) {
      first = new Overwriting(victim, culprit, culprit.version() - culprit.saw() - 1);
    }
  }

  /**
   * When its writer asked for the lock, which nobody writes down. A thread asks again once it has
   * written and paused, unless it gave updates up in between.
   */
  @Nullable Long asked(Write write) {
    Last last = lasts.put(lane(write), new Last(write.seq(), write.writtenAt()));
    Long acquiredAt = write.acquiredAt();
    if (acquiredAt == null || last == null || write.seq() != last.seq() + 1) {
      return null;
    }
    long askedAt = Math.min(acquiredAt, last.writtenAt() + apartMicros);
    Histograms.record(waits, TimeUnit.MICROSECONDS.toNanos(acquiredAt - askedAt));
    return askedAt;
  }

  private static Lane lane(Write write) {
    return new Lane(write.worker(), write.thread());
  }

  private void length(int of, int is) {
    int page = of / PAGE;
    if (page == lengths.size()) {
      lengths.add(new int[16]);
    }
    int place = of % PAGE;
    if (place >= lengths.get(page).length) {
      lengths.set(page, Arrays.copyOf(lengths.get(page), 2 * place));
    }
    lengths.get(page)[place] = is;
  }

  private int lengthOf(int which) {
    return lengths.get(which / PAGE)[which % PAGE];
  }

  /** How many writes there have been. */
  long version() {
    return version;
  }

  /** Writes that overwrote something their writer had not read. */
  long stale() {
    return stale;
  }

  /** Writes that are not in the balance any more. */
  long lost() {
    return version - lengthOf((int) version);
  }

  long balance() {
    return balance;
  }

  /** The opening and everything written. */
  BigInteger expected() {
    return BigInteger.valueOf(opening).add(deltas.value());
  }

  @Nullable Overwriting first() {
    return first;
  }

  /** About how long 99 of 100 updates waited, in nanoseconds; null where none is known to have. */
  @Nullable Long waitP99() {
    return waits.getTotalCount() == 0 ? null : Long.valueOf(waits.getValueAtPercentile(99));
  }

  LiveCurve curve() {
    return curve;
  }

  /** The latest writes, with what has become of them. */
  List<Recent> latest() {
    List<Remembered> latest =
        remembered.stream().skip(Math.max(0, remembered.size() - (long) LATEST)).toList();
    BitSet surviving = new BitSet();
    int at = latest.size() - 1;
    while (at >= 0) {
      surviving.set(at);
      Write write = latest.get(at).write();
      at -= (int) Math.max(1, Math.min(latest.size(), write.version() - write.saw()));
    }
    List<Recent> recents = new ArrayList<>();
    for (int i = 0; i < latest.size(); i++) {
      Remembered one = latest.get(i);
      recents.add(new Recent(one.write(), one.askedAt(), !surviving.get(i)));
    }
    return recents;
  }
}
