package dev.locklab.audit;

import java.math.BigInteger;
import java.util.Locale;

/** How amounts and counts are written. */
public final class Amounts {

  private Amounts() {}

  public static String plain(long amount) {
    return String.format(Locale.ROOT, "%,d", amount);
  }

  public static String plain(BigInteger amount) {
    return String.format(Locale.ROOT, "%,d", amount);
  }

  /** With its sign, also where it is a plus. */
  public static String signed(BigInteger amount) {
    return String.format(Locale.ROOT, amount.signum() == 0 ? "%,d" : "%+,d", amount);
  }

  public static String signed(long amount) {
    return signed(BigInteger.valueOf(amount));
  }

  /**
   * A share between 0 and 1 in per cent; what is not nothing never looks like nothing, and what is
   * not all not like all.
   */
  public static String percent(double share) {
    double percent = share * 100;
    if (percent > 0 && percent < 1) {
      return "<1%";
    }
    return percent > 99 && percent < 100 ? ">99%" : String.format(Locale.ROOT, "%,.0f%%", percent);
  }

  /** So many of a thing, in the singular or the plural: 1 update, 2 updates, 3 entries. */
  public static String count(long count, String thing) {
    if (count == 1) {
      return "1 " + thing;
    }
    boolean y = thing.endsWith("y");
    return plain(count) + " " + (y ? thing.substring(0, thing.length() - 1) + "ies" : thing + "s");
  }
}
