package dev.locklab.experiment;

import java.math.BigDecimal;
import java.util.List;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.TTest;

/**
 * Tells a difference from noise.
 *
 * <p>Two cells are called different in a figure if the ranges of their repeats do not overlap and
 * if besides one of two tests gives a probability below {@value #SIGNIFICANCE} that chance alone
 * put them so far apart. Welch's t-test (Welch 1947) on the logarithms, for the noise of such
 * figures is a factor and not a sum, is what Georges, Buytaert and Eeckhout (Statistically rigorous
 * Java performance evaluation, 2007) recommend for few runs of unequal spread. One repeat that was
 * disturbed spoils it; the U-test (Mann and Whitney 1947) does not mind, but has nothing to say on
 * fewer than five repeats. The ranges guard against repeats that happen to be close together. A
 * single repeat tells nothing.
 */
public final class Significance {

  private static final double SIGNIFICANCE = 0.01;

  private Significance() {}

  /**
   * Which of two cells has more of a figure.
   *
   * @return above 0 if {@code a} has more, below 0 if {@code b} has, 0 if they are not told apart
   */
  public static int compare(Cell a, Cell b, Figure figure) {
    return compare(a.values(figure), b.values(figure));
  }

  static int compare(List<BigDecimal> a, List<BigDecimal> b) {
    Stat first = Stat.of(a);
    Stat second = Stat.of(b);
    if (first == null || second == null || a.size() < 2 || b.size() < 2) {
      return 0;
    }
    boolean overlap =
        first.min().compareTo(second.max()) <= 0 && second.min().compareTo(first.max()) <= 0;
    if (overlap || !isSignificant(a, b)) {
      return 0;
    }
    return first.median().compareTo(second.median());
  }

  private static boolean isSignificant(List<BigDecimal> a, List<BigDecimal> b) {
    if (Stat.isConstant(a) && Stat.isConstant(b)) {
      // Without any spread there is nothing to test: what never varies and differs, differs.
      return true;
    }
    boolean positive =
        a.stream().allMatch(v -> v.signum() > 0) && b.stream().allMatch(v -> v.signum() > 0);
    double[] first = scaled(a, positive);
    double[] second = scaled(b, positive);
    return TTest.withDefaults().test(first, second).getPValue() < SIGNIFICANCE
        || MannWhitneyUTest.withDefaults().test(first, second).getPValue() < SIGNIFICANCE;
  }

  private static double[] scaled(List<BigDecimal> values, boolean logarithms) {
    return values.stream()
        .mapToDouble(BigDecimal::doubleValue)
        .map(value -> logarithms ? Math.log(value) : value)
        .toArray();
  }
}
