package dev.locklab.report;

import dev.locklab.audit.Amounts;
import dev.locklab.experiment.Figure;
import dev.locklab.experiment.Stat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How figures are written for people. */
final class Words {

  private static final BigDecimal FEW = BigDecimal.TEN;

  private Words() {}

  /** The figure's value; null where there is nothing worth saying. */
  static @Nullable String of(Figure figure, BigDecimal value) {
    boolean untold = figure.isForPrograms() || (figure.isRare() && value.signum() == 0);
    return untold ? null : of(figure.unit(), value);
  }

  /** The value in its unit. */
  static String of(Figure.Unit unit, BigDecimal value) {
    return switch (unit) {
      case COUNT, AMOUNT -> number(value, 0);
      case CHANGE -> Amounts.signed(value.setScale(0, RoundingMode.HALF_UP).toBigInteger());
      case PER_SECOND -> number(value, value.compareTo(FEW) < 0 ? 1 : 0);
      case NANOS, NANOS_PER_UPDATE -> Times.of(value.setScale(0, RoundingMode.HALF_UP).longValue());
      case PER_UPDATE -> number(value, 1);
      case INDEX, PROCESSORS -> number(value, 2);
      case SHARE -> Amounts.percent(value.doubleValue());
    };
  }

  /** From the least to the most of the repeats. */
  static String range(Figure.Unit unit, Stat stat) {
    return of(unit, stat.min()) + ".." + of(unit, stat.max());
  }

  private static String number(BigDecimal value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
