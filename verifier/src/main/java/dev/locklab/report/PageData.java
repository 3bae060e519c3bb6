package dev.locklab.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.locklab.audit.BalanceCurve;
import dev.locklab.audit.Cell;
import dev.locklab.audit.Charts;
import dev.locklab.audit.Environment;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Percentile;
import dev.locklab.audit.Profile;
import dev.locklab.audit.Recommendation;
import dev.locklab.audit.Setting;
import dev.locklab.audit.Stat;
import dev.locklab.audit.Trace;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the page's scripts draw from; in the page as JSON.
 *
 * @param title what was run, in a line
 * @param sentences what the figures come to; the first is the verdict
 * @param environment where the experiment was made; absent where nobody wrote that down
 * @param settings each in words; one with nothing to tell is an empty word
 * @param percentiles in words, in the order of the waits and holds of points
 */
record PageData(
    String title,
    List<String> sentences,
    @Nullable Environment environment,
    List<String> settings,
    List<Head> columns,
    List<Row> rows,
    List<Strategy> legend,
    List<String> percentiles,
    List<Point> points,
    List<Line> scalings,
    List<Run> runs) {

  /** A column of the table. */
  record Head(String key, String title, String explanation, boolean number) {}

  /** A line of the table; what is in no cell is null. */
  record Row(
      boolean limit,
      @Nullable String grade,
      @Nullable String needs,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<@Nullable String> cells) {}

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

  /** A cell's place in the charts. */
  record Point(
      String name,
      int setting,
      boolean limit,
      String promise,
      @Nullable Range lost,
      @Nullable Range stale,
      @Nullable Range lostShare,
      @Nullable Range staleShare,
      @Nullable Range pace,
      List<Range> waits,
      List<Range> holds) {}

  /** A strategy over the number of workers; its line belongs to these settings. */
  record Line(String name, boolean limit, List<Integer> settings, List<Step> steps) {}

  /** A step of such a line. */
  record Step(int workers, @Nullable Range pace, @Nullable Range waitP99, @Nullable Range jain) {}

  /**
   * A run whose writes are shown.
   *
   * @param base server's time that times count from, epoch microseconds
   * @param packed how many writes are in the page, from version {@code first} on
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
      Curve curve) {}

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
    // What a strategy needs stands in its row; that it ran once is said in the title.
    columns.removeIf(
        column ->
            column.key().equals("needs")
                || (column.key().equals("repeats") && !experiment.isRepeated()));
    return new PageData(
        title,
        Recommendation.of(experiment),
        experiment.setup().environment(),
        words(experiment),
        columns.stream()
            .map(
                column ->
                    new Head(column.key(), column.title(), column.explanation(), column.isNumber()))
            .toList(),
        experiment.cells().stream().map(cell -> row(cell, columns)).toList(),
        experiment.legend().stream().map(PageData::strategy).toList(),
        Arrays.stream(Percentile.values()).map(Percentile::words).toList(),
        charts.points().stream().map(point -> point(point, settings)).toList(),
        charts.scalings().stream().map(line -> line(line, settings)).toList(),
        runs);
  }

  private static Row row(Cell cell, List<Column> columns) {
    List<@Nullable String> cells = new ArrayList<>();
    columns.forEach(column -> cells.add(column.words().apply(cell)));
    return new Row(
        cell.isLimit(),
        cell.grade() == null ? null : cell.grade().name(),
        cell.profile().needs(),
        cells);
  }

  private static Strategy strategy(Profile profile) {
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
    return new Point(
        cell.strategy(),
        settings.indexOf(cell.setting()),
        cell.isLimit(),
        cell.profile().promise().shortWords(),
        Range.of(point.lost()),
        Range.of(point.stale()),
        Range.of(point.lostShare()),
        Range.of(point.staleShare()),
        Range.of(point.pace()),
        Range.of(point.waits()),
        Range.of(point.holds()));
  }

  private static Line line(Charts.Scaling scaling, List<Setting> settings) {
    List<Integer> places = new ArrayList<>();
    for (Charts.Scaling.Step step : scaling.steps()) {
      places.add(
          settings.indexOf(
              new Setting(
                  step.workers(),
                  scaling.threads(),
                  scaling.think(),
                  scaling.pause(),
                  scaling.lease())));
    }
    return new Line(
        scaling.strategy(),
        scaling.isLimit(),
        places,
        scaling.steps().stream()
            .map(
                step ->
                    new Step(
                        step.workers(),
                        Range.of(step.pace()),
                        Range.of(step.waitP99()),
                        Range.of(step.jain())))
            .toList());
  }

  /** A run whose writes are shown, and the place of its cell in the experiment. */
  static Run run(Charts.Point point, Experiment experiment, Trace trace) {
    Judged run = point.telling();
    String setting = words(experiment).get(experiment.settings().indexOf(point.cell().setting()));
    return new Run(
        point.cell().strategy() + (setting.isEmpty() ? "" : ", " + setting),
        run.spec().run(),
        run.findings().lost(),
        TextReport.findings(run),
        Story.of(run),
        trace.lanes(),
        trace.first(),
        trace.writes(),
        Packed.base(trace),
        trace.strokes().size(),
        Curve.of(trace.curve()));
  }

  /** The settings in words, without what they all share. */
  private static List<String> words(Experiment experiment) {
    List<Cell> samples =
        experiment.settings().stream().map(setting -> experiment.under(setting).get(0)).toList();
    List<Column> told =
        Column.all().stream()
            .filter(column -> column.isSetting() && column.hasContent(samples))
            .toList();
    return samples.stream()
        .map(
            cell ->
                told.stream()
                    .map(column -> column.title() + " " + column.words().apply(cell))
                    .collect(Collectors.joining(", ")))
        .toList();
  }
}
