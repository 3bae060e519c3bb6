package dev.locklab.experiment;

import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the pictures of an experiment are drawn from, besides its {@linkplain Figure figures}.
 *
 * @param points the cells that were run, in the experiment's order
 */
public record Charts(List<Point> points) {

  public Charts {
    points = List.copyOf(points);
  }

  /** The pictures of that experiment. */
  public static Charts of(Experiment experiment) {
    return new Charts(experiment.cells().stream().filter(Cell::wasRun).map(Point::of).toList());
  }

  /**
   * A cell's place in the pictures.
   *
   * @param lostShare lost updates among all writes, 0 to 1; absent where there was no journal, and
   *     of limits
   * @param staleShare stale writes among all writes, likewise
   * @param waits the {@linkplain Percentile percentiles} of waiting for the lock, in nanoseconds;
   *     empty where nobody waits
   * @param holds those of holding it, likewise
   */
  public record Point(
      Cell cell,
      @Nullable Stat lostShare,
      @Nullable Stat staleShare,
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
          share(cell, Figure.LOST),
          share(cell, Figure.STALE),
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
}
