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
}
