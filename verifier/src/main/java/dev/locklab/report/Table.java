package dev.locklab.report;

import dev.locklab.audit.Cell;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Figure;
import dev.locklab.audit.Stat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An experiment's cells side by side, one a line. A column in which nobody has anything vanishes.
 */
public final class Table {

  private static final int WIDTH = 120;
  private static final String NOTHING = "-";

  /** Columns that would say twice what the terminal's reader sees at a glance. */
  private static final List<String> NOT_SHOWN = List.of("verdict", "repeats", "needs");

  private final List<Cell> cells;

  private Table(List<Cell> cells) {
    this.cells = cells;
  }

  /**
   * The table, a line a cell and one for the titles; or two, with a title each, where one would be
   * too wide. Limits stand last, below a line.
   */
  public static List<String> of(Experiment experiment) {
    return new Table(experiment.cells()).lines(experiment);
  }

  private List<String> lines(Experiment experiment) {
    List<Column> columns = new ArrayList<>(Column.withContent(experiment));
    columns.removeIf(column -> NOT_SHOWN.contains(column.key()));
    List<String> whole = lines(columns);
    if (whole.stream().allMatch(line -> line.length() <= WIDTH)) {
      return whole;
    }
    List<String> lines = new ArrayList<>();
    for (Figure.Group group : Figure.Group.values()) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(group.words());
      lines.addAll(lines(columns.stream().filter(column -> column.belongsTo(group)).toList()));
    }
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
    String gap = narrow + 2 * (widths.length - 1) <= WIDTH ? "  " : " ";
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
            .append(String.format("%" + pad + widths[i] + "s", texts.get(i).get(row)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return ruled(lines);
  }

  /** Draws a line between strategies and limits, and between one setting and the next. */
  private List<String> ruled(List<String> rows) {
    String rule = "-".repeat(rows.stream().mapToInt(String::length).max().orElse(0));
    List<String> lines = new ArrayList<>();
    lines.add(rows.get(0));
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0 && cells.get(i).isLimit() != cells.get(i - 1).isLimit()) {
        lines.add(rule);
      }
      lines.add(rows.get(i + 1));
    }
    return lines;
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
