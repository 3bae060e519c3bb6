package dev.locklab.audit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the pictures of an experiment are drawn from.
 *
 * @param points the cells that were run, in the experiment's order
 * @param scalings how strategies do with more workers; empty where all had the same number
 */
public record Charts(List<Point> points, List<Scaling> scalings) {

  public Charts {
    points = List.copyOf(points);
    scalings = List.copyOf(scalings);
  }

  /** The pictures of that experiment. */
  public static Charts of(Experiment experiment) {
    return new Charts(
        experiment.cells().stream().filter(Cell::wasRun).map(Point::of).toList(),
        Scaling.of(experiment));
  }

  /**
   * A cell's place in the pictures.
   *
   * @param lost updates lost; absent where there was no journal, and of limits
   * @param stale stale writes, likewise
   * @param lostShare lost updates among all that were applied, 0 to 1, likewise
   * @param staleShare stale writes among all writes, 0 to 1, likewise
   * @param pace applied updates a second
   * @param waits the {@linkplain Percentile percentiles} of waiting for the lock, in nanoseconds;
   *     empty where nobody waits
   * @param holds those of holding it, likewise
   */
  public record Point(
      Cell cell,
      @Nullable Stat lost,
      @Nullable Stat stale,
      @Nullable Stat lostShare,
      @Nullable Stat staleShare,
      Stat pace,
      List<Stat> waits,
      List<Stat> holds) {

    /**
     * The run whose journal is shown for the whole cell: the one that decides the grade where
     * updates were lost, otherwise the one of median pace.
     */
    public Judged telling() {
      Judged worst = Objects.requireNonNull(cell.worst());
      return worst.findings().lost() > 0 ? worst : Objects.requireNonNull(cell.typical());
    }

    static Point of(Cell cell) {
      boolean isLimit = cell.isLimit();
      return new Point(
          cell,
          isLimit ? null : cell.stat(Figure.LOST),
          isLimit ? null : cell.stat(Figure.STALE),
          isLimit ? null : share(cell, Figure.LOST),
          isLimit ? null : share(cell, Figure.STALE),
          Objects.requireNonNull(cell.stat(Figure.PACE)),
          isLimit ? List.of() : Percentile.of(cell, found -> found.pace().waits()),
          isLimit ? List.of() : Percentile.of(cell, found -> found.pace().holds()));
    }

    private static @Nullable Stat share(Cell cell, Figure part) {
      List<BigDecimal> shares = new ArrayList<>();
      for (Judged run : cell.repeats()) {
        Findings.Lineage lineage = run.findings().lineage();
        BigDecimal count = part.of(run);
        if (lineage != null && count != null) {
          double writes = Math.max(1, lineage.writes());
          shares.add(BigDecimal.valueOf(count.doubleValue() / writes));
        }
      }
      return Stat.of(shares);
    }
  }

  /**
   * A strategy over the number of workers, everything else being the same.
   *
   * @param strategy its name
   * @param threads threads in each worker
   * @param steps by rising number of workers, two at the least
   */
  public record Scaling(
      String strategy,
      boolean isLimit,
      int threads,
      Duration think,
      Duration pause,
      @Nullable Duration lease,
      List<Step> steps) {

    /** A number of workers and what came of it; nobody waits where {@code waitP99} is absent. */
    public record Step(int workers, Stat pace, @Nullable Stat waitP99, Stat jain) {}

    static List<Scaling> of(Experiment experiment) {
      record Line(
          String strategy, int threads, Duration think, Duration pause, @Nullable Duration lease) {}
      Map<Line, List<Cell>> lines = new LinkedHashMap<>();
      for (Cell cell : experiment.cells()) {
        if (cell.wasRun()) {
          Setting setting = cell.setting();
          lines
              .computeIfAbsent(
                  new Line(
                      cell.strategy(),
                      setting.threads(),
                      setting.think(),
                      setting.pause(),
                      setting.lease()),
                  none -> new ArrayList<>())
              .add(cell);
        }
      }
      List<Scaling> scalings = new ArrayList<>();
      lines.forEach(
          (line, cells) -> {
            if (cells.size() > 1) {
              scalings.add(
                  new Scaling(
                      line.strategy(),
                      cells.get(0).isLimit(),
                      line.threads(),
                      line.think(),
                      line.pause(),
                      line.lease(),
                      cells.stream()
                          .sorted(Comparator.comparingInt(cell -> cell.setting().workers()))
                          .map(Scaling::step)
                          .toList()));
            }
          });
      return scalings;
    }

    private static Step step(Cell cell) {
      return new Step(
          cell.setting().workers(),
          Objects.requireNonNull(cell.stat(Figure.PACE)),
          cell.stat(Figure.WAIT_P99),
          Objects.requireNonNull(cell.stat(Figure.JAIN)));
    }
  }
}
