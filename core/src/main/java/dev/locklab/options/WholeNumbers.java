package dev.locklab.options;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whole numbers as they are written on a command line. */
public final class WholeNumbers {

  private static final Pattern FORM = Pattern.compile("[+-]?\\d+");

  private WholeNumbers() {}

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException with one line that says whether it is none, or too large or
   *     too small
   */
  public static long parse(String text, long min, long max) {
    String stripped = text.strip();
    if (!FORM.matcher(stripped).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number");
    }
    BigInteger number = new BigInteger(stripped);
    if (number.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is too large; the most is %,d", stripped, max));
    }
    if (number.compareTo(BigInteger.valueOf(min)) < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is too small; the least is %,d", stripped, min));
    }
    return number.longValueExact();
  }

  /** Reads a number that fits into an {@code int}. */
  public static int parseInt(String text) {
    return (int) parse(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Reads a number that fits into a {@code long}. */
  public static long parseLong(String text) {
    return parse(text, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
