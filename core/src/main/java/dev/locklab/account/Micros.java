package dev.locklab.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * This JVM's clock in epoch microseconds. It is set by the wall clock once and then advances with
 * {@link System#nanoTime()}, so that it never jumps within a run.
 */
@SuppressWarnings("TimeInStaticInitializer")
public final class Micros {

  private static final long LATEST = 1L << 53;

  // Set once on purpose: what matters is that the clock never jumps afterwards.
  private static final Base BASE = Base.quickest();

  private Micros() {}

  /** Now, in microseconds since the epoch. */
  public static long now() {
    return BASE.micros + (System.nanoTime() - BASE.nanos) / 1_000;
  }

  /** By how much this clock may have been wrong, either way, when it was set: microseconds. */
  public static long uncertainty() {
    return BASE.uncertainty;
  }

  /**
   * Whether that can be a time: from 1970 to 2255, within which nothing that is reckoned overflows.
   */
  public static boolean isPlausible(long micros) {
    return micros >= 0 && micros <= LATEST;
  }

  /**
   * What both clocks showed at one moment. The wall clock is read between two readings of the
   * other, so that a pause in between shows as uncertainty and can be left aside.
   */
  private record Base(long nanos, long micros, long uncertainty) {

    /** The first reading loads classes; a few more, and one of them is not disturbed. */
    private static final int READINGS = 16;

    static Base quickest() {
      Base best = read();
      for (int i = 1; i < READINGS; i++) {
        Base next = read();
        best = next.uncertainty < best.uncertainty ? next : best;
      }
      return best;
    }

    private static Base read() {
      long before = System.nanoTime();
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      long took = System.nanoTime() - before;
      return new Base(before + took / 2, micros, took / 2_000 + 1);
    }
  }
}
