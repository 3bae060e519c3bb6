package dev.locklab.live;

import dev.locklab.audit.BalanceCurve;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The balance after each write beside what it should have been, of a run of which nobody knows yet
 * how long it will be. Of every stretch of writes those are kept where balance and gap are smallest
 * and largest, and the last; where there are too many stretches, two become one.
 */
final class LiveCurve {

  /** How many stretches there are at the most. */
  static final int STRETCHES = 80;

  private record Point(long version, long actual, BigInteger expected) {
    BigInteger gap() {
      return expected.subtract(BigInteger.valueOf(actual));
    }
  }

  private static final class Stretch {

    private Point least;
    private Point most;
    private Point narrowest;
    private Point widest;
    private Point last;

    Stretch(Point only) {
      least = most = narrowest = widest = last = only;
    }

    void add(Point point) {
      least = point.actual() < least.actual() ? point : least;
      most = point.actual() > most.actual() ? point : most;
      narrowest = point.gap().compareTo(narrowest.gap()) < 0 ? point : narrowest;
      widest = point.gap().compareTo(widest.gap()) > 0 ? point : widest;
      last = point;
    }

    void takeOver(Stretch next) {
      List.of(next.least, next.most, next.narrowest, next.widest, next.last).forEach(this::add);
    }

    List<Point> points() {
      return List.of(least, most, narrowest, widest, last);
    }
  }

  /** A list for each coordinate, by rising version. */
  record Columns(List<Long> version, List<Long> actual, List<BigInteger> expected) {

    static Columns of(BalanceCurve whole) {
      return new Columns(
          whole.points().stream().map(BalanceCurve.Point::version).toList(),
          whole.points().stream().map(BalanceCurve.Point::actual).toList(),
          whole.points().stream().map(BalanceCurve.Point::expected).toList());
    }
  }

  private final List<Stretch> stretches = new ArrayList<>();
  private final TreeMap<Long, Point> always = new TreeMap<>();
  private Point latest;
  private long length = 1;
  private long taken;
  private boolean open;

  LiveCurve(long opening) {
    latest = new Point(0, opening, BigInteger.valueOf(opening));
    always.put(0L, latest);
  }

  /** The next write. */
  void add(long version, long actual, BigInteger expected) {
    Point point = new Point(version, actual, expected);
    if (!open && point.gap().signum() != 0) {
      open = true;
      always.put(latest.version(), latest);
      always.put(version, point);
    }
    latest = point;
    if (taken % length == 0) {
      if (stretches.size() == STRETCHES) {
        halve();
      }
      stretches.add(new Stretch(point));
    } else {
      stretches.get(stretches.size() - 1).add(point);
    }
    taken++;
  }

  private void halve() {
    List<Stretch> halved = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i += 2) {
      Stretch one = stretches.get(i);
      one.takeOver(stretches.get(i + 1));
      halved.add(one);
    }
    stretches.clear();
    stretches.addAll(halved);
    length *= 2;
  }

  /** The points that are kept, from the opening to the last write. */
  Columns columns() {
    TreeMap<Long, Point> points = new TreeMap<>(always);
    stretches.stream()
        .flatMap(stretch -> stretch.points().stream())
        .forEach(point -> points.put(point.version(), point));
    return new Columns(
        List.copyOf(points.keySet()),
        points.values().stream().map(Point::actual).toList(),
        points.values().stream().map(Point::expected).toList());
  }
}
