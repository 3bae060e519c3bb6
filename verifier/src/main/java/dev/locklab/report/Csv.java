package dev.locklab.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.experiment.Stat;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180): a line for the names of the columns, each with its unit ({@code waitP99 [ns]}),
 * and one for each row. What nobody knows is empty. Words that a spreadsheet would take for a
 * formula have an apostrophe before them: names come from others.
 */
public final class Csv {

  private static final String FORMULA = "=+-@\t\r\n";

  private Csv() {}

  /**
   * An experiment: a line a cell, every column there is. A figure has three: the median, and after
   * it the least and the most of the repeats ({@code pace}, {@code paceMin}, {@code paceMax}), as
   * plain numbers.
   */
  public static String of(Experiment experiment) {
    List<String> titles = new ArrayList<>();
    for (Column column : Column.all()) {
      String unit = column.unit(experiment);
      titles.add(title(column.key(), unit));
      if (column.figure() != null) {
        titles.add(title(column.key() + "Min", unit));
        titles.add(title(column.key() + "Max", unit));
      }
    }
    return file(titles, experiment.cells().stream().map(Csv::record).toList());
  }

  /** The name of a column with its unit; words have none. */
  static String title(String key, @Nullable String unit) {
    return unit == null ? key : key + " [" + unit + "]";
  }

  /** What was said by others, so that it is never a formula. */
  static String words(@Nullable String words) {
    return words == null || words.isEmpty()
        ? ""
        : FORMULA.indexOf(words.charAt(0)) < 0 ? words : "'" + words;
  }

  /** The whole file. */
  static String file(List<String> titles, List<List<String>> records) {
    StringWriter text = new StringWriter();
    CsvWriter csv = CsvWriter.builder().bufferSize(0).build(text);
    csv.writeRecord(titles);
    records.forEach(csv::writeRecord);
    return text.toString();
  }

  private static List<String> record(Cell cell) {
    List<String> values = new ArrayList<>();
    for (Column column : Column.all()) {
      Figure figure = column.figure();
      if (figure == null) {
        values.add(words(column.words().apply(cell)));
      } else {
        Stat stat = cell.stat(figure);
        values.add(plain(stat == null ? null : stat.median()));
        values.add(plain(stat == null ? null : stat.min()));
        values.add(plain(stat == null ? null : stat.max()));
      }
    }
    return values;
  }

  private static String plain(@Nullable BigDecimal value) {
    return value == null ? "" : value.toPlainString();
  }
}
