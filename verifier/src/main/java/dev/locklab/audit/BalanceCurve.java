package dev.locklab.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The balance after each write, beside what it should have been, thinned for drawing.
 *
 * <p>Of every stretch of writes the first and the last are kept, and those where balance and gap
 * are smallest and largest; so are the last write before the gap opens and the first one after.
 * What a drawing could show of the whole it shows of these.
 *
 * @param points by rising version, from the opening (version 0) to the last write
 */
public record BalanceCurve(List<Point> points) {

  /** In how many stretches the writes are cut. */
  static final int STRETCHES = 400;

  public BalanceCurve {
    points = List.copyOf(points);
  }

  /**
   * The balance at a version.
   *
   * @param actual the balance written
   * @param expected the opening and all deltas written up to here
   */
  public record Point(long version, long actual, BigInteger expected) {

    BigInteger gap() {
      return expected.subtract(BigInteger.valueOf(actual));
    }
  }

  /** Takes the writes one after the other. */
  static final class Builder {

    private final List<Point> kept = new ArrayList<>();
    private final TreeMap<Long, Point> stretch = new TreeMap<>();
    private final long length;
    private Point latest;
    private Point least;
    private Point most;
    private Point narrowest;
    private Point widest;
    private long taken;
    private boolean open;

    /**
     * A curve.
     *
     * @param writes how many writes there will be
     */
    Builder(long opening, long writes) {
      length = Math.max(1, (writes + STRETCHES - 1) / STRETCHES);
      latest = new Point(0, opening, BigInteger.valueOf(opening));
      least = most = narrowest = widest = latest;
      kept.add(latest);
    }

    /** The next write. */
    void add(long value, long delta) {
      Point point =
          new Point(latest.version() + 1, value, latest.expected().add(BigInteger.valueOf(delta)));
      if (!open && point.gap().signum() != 0) {
        open = true;
        keep(latest);
        keep(point);
      }
      latest = point;
      if (taken++ == 0) {
        least = most = narrowest = widest = point;
        keep(point);
      } else {
        least = point.actual() < least.actual() ? point : least;
        most = point.actual() > most.actual() ? point : most;
        narrowest = point.gap().compareTo(narrowest.gap()) < 0 ? point : narrowest;
        widest = point.gap().compareTo(widest.gap()) > 0 ? point : widest;
      }
      if (taken == length) {
        cut();
      }
    }

    private void keep(Point point) {
      if (point.version() > kept.get(kept.size() - 1).version()) {
        stretch.put(point.version(), point);
      }
    }

    private void cut() {
      List.of(least, most, narrowest, widest, latest).forEach(this::keep);
      kept.addAll(stretch.values());
      stretch.clear();
      taken = 0;
    }

    BalanceCurve build() {
      if (taken > 0) {
        cut();
      }
      return new BalanceCurve(kept);
    }
  }
}
