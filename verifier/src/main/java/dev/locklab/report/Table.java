package dev.locklab.report;

import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.experiment.Stat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An experiment's cells side by side, one a line. A column in which nobody has anything vanishes.
 */
public final class Table {

  private static final String NOTHING = "-";

  /** Columns that would say twice what the terminal's reader sees at a glance. */
  private static final List<String> NOT_SHOWN = List.of("verdict", "repeats", "needs");

  private final Experiment experiment;
  private final List<Cell> cells;
  private final int width;

  private Table(Experiment experiment, int width) {
    this.experiment = experiment;
    this.cells = experiment.cells();
    this.width = width;
  }

  /**
   * The table, a line a cell and one for the titles; or several, with a title each, where one would
   * be too wide. Each setting has a line of its own above its cells. Limits stand last in theirs,
   * below a line.
   */
  public static List<String> of(Experiment experiment, int width) {
    return new Table(experiment, width).lines();
  }

  private List<String> lines() {
    List<Column> columns = new ArrayList<>(Column.withContent(experiment));
    columns.removeIf(column -> column.isSetting() || NOT_SHOWN.contains(column.key()));
    List<String> whole = lines(columns);
    if (fits(whole)) {
      return whole;
    }
    List<String> lines = new ArrayList<>();
    List<Figure.Group> together = new ArrayList<>();
    List<String> table = List.of();
    for (Figure.Group group : Figure.Group.values()) {
      List<Figure.Group> more = new ArrayList<>(together);
      more.add(group);
      List<String> wider = lines(columns, more);
      if (!together.isEmpty() && !fits(wider)) {
        lines.addAll(table);
        lines.add("");
        more = List.of(group);
        wider = lines(columns, more);
      }
      together = new ArrayList<>(more);
      table = wider;
    }
    lines.addAll(table);
    return lines;
  }

  private boolean fits(List<String> lines) {
    return lines.stream().allMatch(line -> line.length() <= width);
  }

  /** The table of some groups, below a title that names them. */
  private List<String> lines(List<Column> columns, List<Figure.Group> groups) {
    List<String> lines = new ArrayList<>();
    lines.add(
        groups.get(0).words()
            + groups.stream()
                .skip(1)
                .map(group -> ", " + group.words().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining()));
    List<Column> shown =
        columns.stream().filter(column -> groups.stream().anyMatch(column::belongsTo)).toList();
    lines.addAll(groups.size() > 1 ? lines(shown) : parts(shown));
    return lines;
  }

  /** A table in as many parts as it takes to fit; the strategy stands in each. */
  private List<String> parts(List<Column> columns) {
    List<String> lines = new ArrayList<>();
    List<Column> part = new ArrayList<>();
    for (Column column : columns) {
      List<Column> more = new ArrayList<>(part);
      more.add(column);
      if (part.size() > 1 && !fits(lines(more))) {
        lines.addAll(lines(part));
        lines.add("");
        part.subList(1, part.size()).clear();
      }
      part.add(column);
    }
    lines.addAll(lines(part));
    return lines;
  }

  private List<String> lines(List<Column> columns) {
    List<List<String>> texts = new ArrayList<>();
    for (Column column : columns) {
      List<String> text = new ArrayList<>();
      text.add(title(column, columns));
      for (Cell cell : cells) {
        text.add(text(column, cell));
      }
      texts.add(text);
    }
    int[] widths =
        texts.stream()
            .mapToInt(column -> column.stream().mapToInt(String::length).max().orElse(0))
            .toArray();
    int narrow = Arrays.stream(widths).sum();
    String gap = narrow + 2 * (widths.length - 1) <= width ? "  " : " ";
    List<String> lines = new ArrayList<>();
    for (int row = 0; row <= cells.size(); row++) {
      StringBuilder line = new StringBuilder();
      String needs = row == 0 ? null : cells.get(row - 1).profile().needs();
      for (int i = 0; i < widths.length; i++) {
        if (needs != null && columns.get(i).key().equals("grade")) {
          line.append(gap).append("needs ").append(needs);
          break;
        }
        String pad = columns.get(i).isNumber() ? "" : "-";
        line.append(i == 0 ? "" : gap)
            .append(String.format(Locale.ROOT, "%" + pad + widths[i] + "s", texts.get(i).get(row)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return ruled(lines);
  }

  /** Draws a line between strategies and limits, and above each setting its name. */
  private List<String> ruled(List<String> rows) {
    String rule = "-".repeat(rows.stream().mapToInt(String::length).max().orElse(0));
    List<String> lines = new ArrayList<>();
    lines.add(rows.get(0));
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      boolean sameSetting = i > 0 && cells.get(i - 1).setting().equals(cell.setting());
      String setting = experiment.words(cell.setting());
      if (!sameSetting && !setting.isEmpty()) {
        lines.add(headed(setting, rule));
      } else if (i > 0 && cell.isLimit() != cells.get(i - 1).isLimit()) {
        lines.add(rule);
      }
      lines.add(rows.get(i + 1));
    }
    return lines;
  }

  /** A rule with words in it: {@code -- 4 workers -----}. */
  private static String headed(String words, String rule) {
    String head = "-- " + words + " ";
    return head + rule.substring(Math.min(head.length(), rule.length()));
  }

  /** Neighbours of one family share its name: wait p50, p99, max. */
  private static String title(Column column, List<Column> columns) {
    int space = column.title().lastIndexOf(' ');
    int place = columns.indexOf(column);
    return space >= 0
            && place > 0
            && (columns.get(place - 1).title() + " ")
                .startsWith(column.title().substring(0, space + 1))
        ? column.title().substring(space + 1)
        : column.title();
  }

  private static String text(Column column, Cell cell) {
    String words = column.words().apply(cell);
    return (words == null ? NOTHING : words) + range(column, cell);
  }

  /** Of the pace the range is shown as well: it says how far the figures can be trusted. */
  private static String range(Column column, Cell cell) {
    if (!Figure.PACE.equals(column.figure())) {
      return "";
    }
    Stat stat = cell.stat(Figure.PACE);
    return stat == null || stat.isConstant()
        ? ""
        : " (" + Words.range(Figure.Unit.PER_SECOND, stat) + ")";
  }
}
