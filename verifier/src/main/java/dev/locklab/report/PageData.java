package dev.locklab.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.locklab.audit.BalanceCurve;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Trace;
import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Charts;
import dev.locklab.experiment.Environment;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.experiment.Percentile;
import dev.locklab.experiment.Recommendation;
import dev.locklab.experiment.Setting;
import dev.locklab.experiment.Stat;
import dev.locklab.experiment.StrategyProfile;
import dev.locklab.run.Injection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page's scripts draw from; in the page as JSON. Every figure of every cell is in it, so
 * that a further chart is a further script.
 *
 * @param title what was run, in a line
 * @param sentences what the figures come to; the first is the verdict
 * @param environment where the experiment was made; absent where nobody wrote that down
 * @param settings in the order of rows
 * @param groups titles of the tables; columns tell to which they belong
 * @param percentiles in words, in the order of the waits and holds of points
 */
record PageData(
    String title,
    List<String> sentences,
    @Nullable Environment environment,
    List<Place> settings,
    List<String> groups,
    List<Head> columns,
    List<Row> rows,
    List<Strategy> legend,
    List<String> percentiles,
    List<Point> points,
    List<Run> runs) {

  /**
   * A setting.
   *
   * @param words what it is, without what all have the same; empty where there is only one
   * @param apart what it is but for the number of workers: those that have the same are one line
   *     over the workers
   */
  record Place(String words, int workers, String apart) {}

  /**
   * A column of the table.
   *
   * @param group title of its table; absent if it stands in all of them
   * @param unit as CSV and JSON say it; absent for words
   */
  record Head(
      String key,
      String title,
      String explanation,
      @Nullable String group,
      @Nullable String unit,
      boolean number) {}

  /**
   * A line of the table.
   *
   * @param setting index of its setting
   * @param cells what is in them; null for nothing
   * @param ranges over the repeats, where they differ; likewise
   */
  record Row(
      String name,
      int setting,
      boolean limit,
      @Nullable String grade,
      @Nullable String needs,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<@Nullable String> cells,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<@Nullable String> ranges) {}

  /** A line of the legend. */
  record Strategy(
      String name,
      String promise,
      String promiseWords,
      String summary,
      String reference,
      boolean limit) {}

  /** A median and its range. */
  record Range(BigDecimal median, BigDecimal min, BigDecimal max) {

    static @Nullable Range of(@Nullable Stat stat) {
      return stat == null ? null : new Range(stat.median(), stat.min(), stat.max());
    }

    static List<Range> of(List<Stat> stats) {
      return stats.stream().map(stat -> new Range(stat.median(), stat.min(), stat.max())).toList();
    }
  }

  /**
   * A cell in the charts.
   *
   * @param settings indices of the settings that it stands for: of a limit all those that are the
   *     same to it
   * @param figures those that are known, by their keys
   */
  record Point(
      String name,
      List<Integer> settings,
      boolean limit,
      Map<String, Range> figures,
      @Nullable Range lostShare,
      @Nullable Range staleShare,
      List<Range> waits,
      List<Range> holds) {}

  /**
   * A run whose writes are shown.
   *
   * @param base server's time that times count from, epoch microseconds
   * @param packed how many writes are in the page, from version {@code first} on
   * @param events what the lab broke on purpose and saw of it; none in a run without a scenario
   */
  record Run(
      String name,
      String id,
      long lost,
      List<String> findings,
      List<String> story,
      List<Trace.Lane> lanes,
      long first,
      long writes,
      long base,
      int packed,
      List<Event> events,
      Curve curve) {

    static Run of(String name, Judged run, Trace trace) {
      Injection injection = run.findings().injection();
      long base = Packed.base(trace);
      return new Run(
          name,
          run.spec().run(),
          run.findings().lost(),
          TextReport.findings(run),
          Story.of(run),
          trace.lanes(),
          trace.first(),
          trace.writes(),
          base,
          trace.strokes().size(),
          injection == null
              ? List.of()
              : injection.events().stream()
                  .map(
                      event ->
                          new Event(event.at() - base, event.who(), event.what(), event.fault()))
                  .toList(),
          Curve.of(trace.curve()));
    }
  }

  /**
   * Something that the lab did or saw.
   *
   * @param at when, from the run's base on, in microseconds
   */
  record Event(long at, @Nullable String who, String what, boolean fault) {}

  /** The balance over the writes, a list for each coordinate. */
  record Curve(List<Long> version, List<Long> actual, List<BigInteger> expected) {

    static Curve of(BalanceCurve curve) {
      return new Curve(
          curve.points().stream().map(BalanceCurve.Point::version).toList(),
          curve.points().stream().map(BalanceCurve.Point::actual).toList(),
          curve.points().stream().map(BalanceCurve.Point::expected).toList());
    }
  }

  static PageData of(String title, Experiment experiment, Charts charts, List<Run> runs) {
    List<Setting> settings = experiment.settings();
    List<Column> columns = new ArrayList<>(Column.withContent(experiment));
    // A setting stands above its rows, what a strategy needs in its row, how often it ran in the
    // title.
    columns.removeIf(
        column -> column.isSetting() || List.of("needs", "repeats").contains(column.key()));
    return new PageData(
        title,
        Recommendation.of(experiment),
        experiment.setup().environment(),
        settings.stream().map(setting -> place(setting, experiment)).toList(),
        Arrays.stream(Figure.Group.values()).map(Figure.Group::words).toList(),
        columns.stream().map(column -> head(column, experiment)).toList(),
        experiment.cells().stream().map(cell -> row(cell, columns, settings)).toList(),
        experiment.legend().stream().map(PageData::strategy).toList(),
        Arrays.stream(Percentile.values()).map(Percentile::words).toList(),
        charts.points().stream().map(point -> point(point, settings)).toList(),
        runs);
  }

  private static Place place(Setting setting, Experiment experiment) {
    List<Setting.Dimension> apart =
        new ArrayList<>(Setting.Dimension.varied(experiment.settings()));
    apart.remove(Setting.Dimension.WORKERS);
    return new Place(experiment.words(setting), setting.workers(), setting.words(apart));
  }

  private static Head head(Column column, Experiment experiment) {
    Figure.Group group = column.group();
    return new Head(
        column.key(),
        column.title(),
        column.explanation(),
        group == null ? null : group.words(),
        column.unit(experiment),
        column.isNumber());
  }

  private static Row row(Cell cell, List<Column> columns, List<Setting> settings) {
    List<@Nullable String> cells = new ArrayList<>();
    List<@Nullable String> ranges = new ArrayList<>();
    for (Column column : columns) {
      Figure figure = column.figure();
      Stat stat = figure == null ? null : cell.stat(figure);
      cells.add(column.words().apply(cell));
      ranges.add(
          figure == null || stat == null || stat.isConstant()
              ? null
              : Words.range(figure.unit(), stat));
    }
    return new Row(
        cell.strategy(),
        settings.indexOf(cell.setting()),
        cell.isLimit(),
        cell.grade() == null ? null : cell.grade().name(),
        cell.profile().needs(),
        cells,
        ranges);
  }

  private static Strategy strategy(StrategyProfile profile) {
    return new Strategy(
        profile.name(),
        profile.promise().shortWords(),
        profile.promise().words(),
        profile.summary(),
        profile.reference(),
        profile.isLimit());
  }

  private static Point point(Charts.Point point, List<Setting> settings) {
    Cell cell = point.cell();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < settings.size(); i++) {
      Setting setting = settings.get(i);
      if (cell.isLimit()
          ? cell.setting().isSameForLimits(setting)
          : cell.setting().equals(setting)) {
        places.add(i);
      }
    }
    Map<String, Range> figures = new LinkedHashMap<>();
    for (Figure figure : Figure.all()) {
      Range range = Range.of(cell.stat(figure));
      if (range != null) {
        figures.put(figure.key(), range);
      }
    }
    return new Point(
        cell.strategy(),
        places,
        cell.isLimit(),
        figures,
        Range.of(point.lostShare()),
        Range.of(point.staleShare()),
        Range.of(point.waits()),
        Range.of(point.holds()));
  }

  /** A run whose writes are shown, and the place of its cell in the experiment. */
  static Run run(Charts.Point point, Experiment experiment, Trace trace) {
    Judged run = point.telling();
    String setting = experiment.words(point.cell().setting());
    return Run.of(point.cell().strategy() + (setting.isEmpty() ? "" : ", " + setting), run, trace);
  }
}
