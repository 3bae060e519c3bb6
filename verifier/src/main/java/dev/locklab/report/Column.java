package dev.locklab.report;

import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.experiment.Setting;
import dev.locklab.experiment.Stat;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of the comparison. The terminal's table, Markdown, CSV, JSON and the page all show the
 * columns of {@link #all()}: what was run and how it is judged, then one for each {@link Figure}. A
 * further figure is a line in {@link Figure}, anything else one here.
 *
 * @param key its name in CSV and JSON, in camelCase; part of the documented schema
 * @param title its title
 * @param explanation what it means, for a legend
 * @param group in whose table it stands where there is one for each group; absent if in all of them
 * @param unit what is counted in it by whole numbers; absent for words and figures
 * @param figure the figure that it shows; absent for any other column
 * @param dimension that of the settings that it shows; absent for any other column
 * @param words what is in it, as read by people; null for nothing
 * @param order of its cells: the best first where a figure has a good end, otherwise the least; who
 *     has nothing comes last
 */
public record Column(
    String key,
    String title,
    String explanation,
    Figure.@Nullable Group group,
    @Nullable String unit,
    @Nullable Figure figure,
    Setting.@Nullable Dimension dimension,
    Function<Cell, @Nullable String> words,
    Comparator<Cell> order) {

  private static final String COUNT = "count";

  private static final List<Column> BEFORE_SETTINGS =
      List.of(
          words("strategy", null, "the strategy", Cell::strategy),
          words(
              "library",
              Figure.Group.PACE,
              "the library that its lock is of, in the version that was loaded",
              Cell::library),
          words(
              "promise",
              Figure.Group.PACE,
              "what the strategy declares of itself",
              cell -> cell.profile().promise().shortWords(),
              Comparator.comparing(cell -> cell.profile().promise())));

  private static final List<Column> AFTER_SETTINGS =
      List.of(
          words(
              "grade",
              Figure.Group.PACE,
              "the verdict held against the promise, the worst of the repeats",
              cell -> cell.grade() == null ? null : cell.grade().name()),
          words(
              "verdict",
              Figure.Group.FATE,
              "what became of the money, in the run that decides the grade",
              cell -> cell.isLimit() || cell.verdict() == null ? null : cell.verdict().name()),
          number(
              "rank",
              Figure.Group.PACE,
              "one more than the number of those that are proved to have more upd/s under the same setting",
              "place",
              Cell::rank),
          number(
              "repeats",
              Figure.Group.PACE,
              "runs that this is the median of",
              COUNT,
              cell -> cell.wasRun() ? cell.repeats().size() : null),
          words("needs", Figure.Group.PACE, "why it was not run", cell -> cell.profile().needs()));

  private static final List<Column> ALL =
      Stream.of(
              BEFORE_SETTINGS.stream(),
              Arrays.stream(Setting.Dimension.values()).map(Column::of),
              AFTER_SETTINGS.stream(),
              Figure.all().stream().map(Column::of))
          .flatMap(columns -> columns)
          .toList();

  /** All columns, in the order in which they are shown. */
  public static List<Column> all() {
    return ALL;
  }

  /** The columns in which anybody has anything that the others have not all the same. */
  static List<Column> withContent(Experiment experiment) {
    return ALL.stream().filter(column -> column.hasContent(experiment)).toList();
  }

  /** Whether anybody has anything in it; a setting that is the same for all is none. */
  private boolean hasContent(Experiment experiment) {
    return dimension == null
        ? experiment.cells().stream().anyMatch(cell -> words.apply(cell) != null)
        : Setting.Dimension.varied(experiment.settings()).contains(dimension);
  }

  /** Whether it tells of a setting of the experiment. */
  boolean isSetting() {
    return dimension != null;
  }

  /** Whether it stands in the table of that group. */
  boolean belongsTo(Figure.Group table) {
    return group == null || group == table;
  }

  /** Whether numbers stand in it, flush right. */
  boolean isNumber() {
    return figure != null || isSetting() || isCount();
  }

  /** Whether whole numbers stand in it that are no figures. */
  boolean isCount() {
    return unit != null;
  }

  /**
   * What its values are measured in, for programs: {@code ns}, {@code count}, {@code duration}
   * where each has its unit with it, and so on; null where they are words.
   */
  @Nullable String unit(Experiment experiment) {
    if (figure != null) {
      return figure.unit().symbol(experiment.isInCents());
    }
    return isSetting() && !isCount() ? "duration" : unit;
  }

  /**
   * The column of that key or title.
   *
   * @throws IllegalArgumentException naming the keys that there are
   */
  public static Column named(String name) {
    return ALL.stream()
        .filter(column -> column.key().equals(name) || column.title().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no column '"
                        + name
                        + "'; there are: "
                        + ALL.stream().map(Column::key).collect(Collectors.joining(", "))));
  }

  /** The experiment in the order of this column. */
  public Experiment sort(Experiment experiment) {
    return dimension == null
        ? experiment.sorted(order)
        : experiment.withSettings(dimension.order());
  }

  private static Column of(Figure figure) {
    Comparator<BigDecimal> values = Comparator.naturalOrder();
    return new Column(
        figure.key(),
        figure.title(),
        figure.explanation(),
        figure.group(),
        null,
        figure,
        null,
        cell -> {
          Stat stat = cell.stat(figure);
          return stat == null ? null : Words.of(figure, stat.median());
        },
        Comparator.comparing(
            cell -> {
              Stat stat = cell.stat(figure);
              return stat == null ? null : stat.median();
            },
            Comparator.nullsLast(figure.moreIsBetter() ? values.reversed() : values)));
  }

  private static Column of(Setting.Dimension dimension) {
    return new Column(
        dimension.key(),
        dimension.key(),
        dimension.explanation(),
        null,
        dimension.isCount() ? COUNT : null,
        null,
        dimension,
        cell ->
            cell.isLimit() && !dimension.concernsLimits() ? null : dimension.words(cell.setting()),
        Comparator.comparing(Cell::setting, dimension.order()));
  }

  private static Column words(
      String key,
      Figure.@Nullable Group group,
      String explanation,
      Function<Cell, @Nullable String> words) {
    return words(
        key,
        group,
        explanation,
        words,
        Comparator.comparing(words, Comparator.nullsLast(Comparator.naturalOrder())));
  }

  private static Column words(
      String key,
      Figure.@Nullable Group group,
      String explanation,
      Function<Cell, @Nullable String> words,
      Comparator<Cell> order) {
    return new Column(key, key, explanation, group, null, null, null, words, order);
  }

  private static Column number(
      String key,
      Figure.Group group,
      String explanation,
      String unit,
      Function<Cell, @Nullable Integer> count) {
    return new Column(
        key,
        key,
        explanation,
        group,
        unit,
        null,
        null,
        cell -> {
          Integer found = count.apply(cell);
          return found == null ? null : found.toString();
        },
        Comparator.comparing(count, Comparator.nullsLast(Comparator.naturalOrder())));
  }
}
