package dev.locklab.experiment;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure over the repeats of a run: the median (of an even number of repeats, half way between
 * the middle two) and the range.
 */
public record Stat(BigDecimal median, BigDecimal min, BigDecimal max) {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** Of these values; null if there are none. */
  static @Nullable Stat of(List<BigDecimal> values) {
    if (values.isEmpty()) {
      return null;
    }
    List<BigDecimal> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    BigDecimal upper = sorted.get(middle);
    BigDecimal median =
        sorted.size() % 2 == 1 ? upper : sorted.get(middle - 1).add(upper).divide(TWO);
    return new Stat(median, sorted.get(0), sorted.get(sorted.size() - 1));
  }

  /** Whether all values are the same. */
  static boolean isConstant(List<BigDecimal> values) {
    Stat stat = of(values);
    return stat == null || stat.isConstant();
  }

  /** Whether all repeats had the same. */
  public boolean isConstant() {
    return min.compareTo(max) == 0;
  }
}
