package dev.locklab.report;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Figure;
import dev.locklab.audit.Stat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How figures are written for people. */
final class Words {

  private static final BigDecimal FEW = BigDecimal.TEN;

  private Words() {}

  /** The value in its unit; null where there is nothing worth saying. */
  static @Nullable String of(Figure.Unit unit, BigDecimal value) {
    return switch (unit) {
      case COUNT, AMOUNT -> number(value, 0);
      case RARE -> value.signum() == 0 ? null : number(value, 0);
      case CHANGE -> Amounts.signed(value.setScale(0, RoundingMode.HALF_UP).toBigInteger());
      case PER_SECOND -> number(value, value.compareTo(FEW) < 0 ? 1 : 0);
      case NANOS -> Times.of(value.setScale(0, RoundingMode.HALF_UP).longValue());
      case PLAIN -> number(value, 1);
      case INDEX -> number(value, 2);
      case SHARE -> share(value);
    };
  }

  /** From the least to the most of the repeats. */
  static String range(Figure.Unit unit, Stat stat) {
    String low = of(unit, stat.min());
    String high = of(unit, stat.max());
    return (low == null ? "0" : low) + ".." + (high == null ? "0" : high);
  }

  /**
   * In per cent; what is not nothing never looks like nothing, and what is not all not like all.
   */
  private static String share(BigDecimal value) {
    double percent = value.doubleValue() * 100;
    if (percent > 0 && percent < 1) {
      return "<1%";
    }
    return percent > 99 && percent < 100 ? ">99%" : number(BigDecimal.valueOf(percent), 0) + "%";
  }

  private static String number(BigDecimal value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
