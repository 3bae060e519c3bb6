package dev.locklab.report;

import dev.locklab.audit.Cell;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Figure;
import dev.locklab.audit.Setting;
import dev.locklab.audit.Stat;
import dev.locklab.run.Durations;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of the comparison. The terminal's table, Markdown, CSV, JSON and the page all show the
 * columns of {@link #all()}: words first, then one for each {@link Figure}.
 *
 * @param key its name in CSV and JSON, in camelCase; part of the documented schema
 * @param title its title
 * @param explanation what it means, for a legend
 * @param figure the figure that it shows; absent for a column of words
 * @param words the words in it, null for nothing; as read by people
 */
public record Column(
    String key,
    String title,
    String explanation,
    @Nullable Figure figure,
    Function<Cell, @Nullable String> words) {

  private static final List<Column> WORDS =
      List.of(
          words("strategy", "the strategy", Cell::strategy),
          words(
              "promise",
              "what the strategy declares of itself",
              cell -> cell.profile().promise().shortWords()),
          setting("workers", "worker JVMs", setting -> Integer.toString(setting.workers())),
          setting("threads", "threads in each", setting -> Integer.toString(setting.threads())),
          setting("think", "time between read and write", of -> Durations.format(of.think())),
          setting("pause", "time between two updates", of -> Durations.format(of.pause())),
          setting(
              "lease",
              "lease of the lock; - where it is renewed",
              of -> of.lease() == null ? null : Durations.format(of.lease())),
          words(
              "grade",
              "the verdict held against the promise, the worst of the repeats",
              cell -> cell.grade() == null ? null : cell.grade().name()),
          words(
              "verdict",
              "what became of the money, in the run that decides the grade",
              cell -> cell.verdict() == null ? null : cell.verdict().name()),
          words(
              "rank",
              "one more than the number of those that are proved to have more upd/s under the same setting",
              cell -> cell.rank() == null ? null : Integer.toString(cell.rank())),
          words(
              "repeats",
              "runs that this is the median of",
              cell -> cell.wasRun() ? Integer.toString(cell.repeats().size()) : null),
          words("needs", "why it was not run", cell -> cell.profile().needs()));

  private static final List<Column> ALL =
      Stream.concat(WORDS.stream(), Figure.all().stream().map(Column::of)).toList();

  /** All columns, in the order in which they are shown. */
  public static List<Column> all() {
    return ALL;
  }

  /** The columns in which anybody has anything that the others have not all the same. */
  public static List<Column> withContent(Experiment experiment) {
    List<Column> shown = new ArrayList<>();
    for (Column column : ALL) {
      if (column.hasContent(experiment.cells())) {
        shown.add(column);
      }
    }
    return shown;
  }

  /** Whether anybody has anything in it; a setting that is the same for all is none. */
  boolean hasContent(List<Cell> cells) {
    Stream<@Nullable String> found = cells.stream().map(words);
    return isSetting() ? found.distinct().count() > 1 : found.anyMatch(words -> words != null);
  }

  /** Whether it tells of a setting of the experiment. */
  public boolean isSetting() {
    return SETTINGS.contains(key);
  }

  /** Whether it stands in the table of that group: those of words in the first, some in both. */
  boolean belongsTo(Figure.Group group) {
    return figure == null
        ? key.equals("strategy") || isSetting() || group == Figure.Group.FATE
        : figure.group() == group;
  }

  /** Whether numbers stand in it, flush right. */
  public boolean isNumber() {
    return figure != null || isSetting() || isCount();
  }

  /** Whether whole numbers stand in it that are no figures. */
  boolean isCount() {
    return COUNTS.contains(key);
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

  /**
   * The order of its cells: the best first where a figure has a good end, otherwise the least; who
   * has nothing comes last.
   */
  public Comparator<Cell> order() {
    Figure shown = figure;
    if (shown != null) {
      Comparator<BigDecimal> values = Comparator.naturalOrder();
      return Comparator.comparing(
          cell -> {
            Stat stat = cell.stat(shown);
            return stat == null ? null : stat.median();
          },
          Comparator.nullsLast(shown.moreIsBetter() ? values.reversed() : values));
    }
    return switch (key) {
      case "workers" -> Comparator.comparing(cell -> cell.setting().workers());
      case "threads" -> Comparator.comparing(cell -> cell.setting().threads());
      case "think" -> Comparator.comparing(cell -> cell.setting().think());
      case "pause" -> Comparator.comparing(cell -> cell.setting().pause());
      case "lease" ->
          Comparator.comparing(
              cell -> cell.setting().lease(), Comparator.nullsLast(Comparator.naturalOrder()));
      case "promise" -> Comparator.comparing(cell -> cell.profile().promise());
      case "rank" ->
          Comparator.comparing(Cell::rank, Comparator.nullsLast(Comparator.naturalOrder()));
      default -> Comparator.comparing(words, Comparator.nullsLast(Comparator.naturalOrder()));
    };
  }

  private static final List<String> SETTINGS =
      List.of("workers", "threads", "think", "pause", "lease");

  /** Other columns with numbers in them. */
  private static final List<String> COUNTS = List.of("workers", "threads", "rank", "repeats");

  private static Column of(Figure figure) {
    return new Column(
        figure.key(),
        figure.title(),
        figure.explanation(),
        figure,
        cell -> {
          Stat stat = cell.stat(figure);
          return stat == null ? null : Words.of(figure.unit(), stat.median());
        });
  }

  private static Column words(
      String key, String explanation, Function<Cell, @Nullable String> words) {
    return new Column(key, key, explanation, null, words);
  }

  private static Column setting(
      String key, String explanation, Function<Setting, @Nullable String> words) {
    return words(key, explanation, cell -> words.apply(cell.setting()));
  }
}
