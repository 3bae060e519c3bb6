package dev.locklab.report;

import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Environment;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.experiment.Recommendation;
import dev.locklab.experiment.Stat;
import dev.locklab.experiment.StrategyProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An experiment as Markdown, to be pasted into an issue or a wiki. */
public final class Markdown {

  private static final String CENTS = "cents";

  private Markdown() {}

  /**
   * The whole page.
   *
   * @param title what was run, in a line
   */
  public static List<String> of(Experiment experiment, String title) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + escaped(title));
    lines.add("");
    Recommendation.of(experiment).forEach(sentence -> lines.add("- " + escaped(sentence)));
    List<Column> columns = Column.withContent(experiment);
    for (Figure.Group group : Figure.Group.values()) {
      lines.add("");
      lines.add("## " + group.words());
      lines.add("");
      lines.addAll(
          table(experiment, columns.stream().filter(column -> column.belongsTo(group)).toList()));
    }
    lines.add("");
    lines.add("## Strategies");
    lines.add("");
    for (StrategyProfile profile : experiment.legend()) {
      lines.add(
          "- **%s** (promises %s)%s"
              .formatted(
                  escaped(profile.name()),
                  profile.promise().words(),
                  profile.summary().isEmpty() ? "" : ": " + escaped(profile.summary())));
    }
    lines.addAll(made(experiment.setup().environment()));
    return lines;
  }

  /** Where it was made; nothing where nobody wrote that down. */
  static List<String> made(@Nullable Environment made) {
    if (made == null) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", "## Made", ""));
    lines.add(
        escaped(
            "%s with lab %s on %s (%d cores), %s, Redisson %s, Jedis %s; %s"
                .formatted(
                    made.startedAt(),
                    made.lab(),
                    made.machine(),
                    made.cores(),
                    made.java(),
                    made.redisson(),
                    made.jedis(),
                    Environment.server(made.server(), made.address()))));
    if (!made.configuration().isEmpty()) {
      lines.add("");
      lines.add(
          escaped(
              made.configuration().entrySet().stream()
                  .map(setting -> setting.getKey() + "=" + setting.getValue())
                  .collect(Collectors.joining(", ", "Server: ", "."))));
    }
    lines.add("");
    lines.add("Again: `" + made.command().replace("`", "") + "`");
    return lines;
  }

  private static List<String> table(Experiment experiment, List<Column> columns) {
    List<String> lines = new ArrayList<>();
    lines.add(row(columns.stream().map(column -> title(column, experiment)).toList()));
    lines.add(row(columns.stream().map(column -> column.isNumber() ? "---:" : "---").toList()));
    for (Cell cell : experiment.cells()) {
      lines.add(row(columns.stream().map(column -> text(column, cell)).toList()));
    }
    return lines;
  }

  /** The title; that money is in cents is said. */
  private static String title(Column column, Experiment experiment) {
    String unit = column.unit(experiment);
    return CENTS.equals(unit) ? column.title() + " (" + unit + ")" : column.title();
  }

  private static String text(Column column, Cell cell) {
    String words = column.words().apply(cell);
    Figure figure = column.figure();
    Stat stat = figure == null ? null : cell.stat(figure);
    if (words == null) {
      return "";
    }
    return figure == null || stat == null || stat.isConstant()
        ? escaped(words)
        : words + " (" + Words.range(figure.unit(), stat) + ")";
  }

  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Names come from others: nothing in them is markup, a link or a tag. */
  static String escaped(String text) {
    return text.replaceAll("([\\\\`*_{}\\[\\]<>#|~])", "\\\\$1").replaceAll("\\R", " ");
  }
}
