package dev.locklab.report;

import java.util.Locale;

/** How times are written. */
final class Times {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private Times() {}

  /** Three digits at the most, and the unit. */
  static String of(long nanos) {
    if (nanos < MICRO) {
      return nanos + "ns";
    }
    // What would be rounded to a thousand is one of the next unit.
    if (nanos < MILLI - MICRO / 2) {
      return digits(nanos, MICRO) + "us";
    }
    return nanos < SECOND - MILLI / 2 ? digits(nanos, MILLI) + "ms" : digits(nanos, SECOND) + "s";
  }

  private static String digits(long nanos, long unit) {
    double value = (double) nanos / unit;
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
  }
}
