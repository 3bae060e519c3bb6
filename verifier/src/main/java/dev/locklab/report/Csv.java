package dev.locklab.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.locklab.audit.Cell;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Figure;
import dev.locklab.audit.Stat;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as CSV (RFC 4180): a line a cell and one for the keys of the columns, every column
 * there is. A figure has three: the median, and after it the least and the most of the repeats
 * ({@code pace,paceMin,paceMax}), as plain numbers: times in nanoseconds, shares between 0 and 1.
 * What nobody knows is empty.
 */
public final class Csv {

  private Csv() {}

  /** The whole file. */
  public static String of(Experiment experiment) {
    StringWriter text = new StringWriter();
    CsvWriter csv = CsvWriter.builder().bufferSize(0).build(text);
    List<String> keys = new ArrayList<>();
    for (Column column : Column.all()) {
      keys.add(column.key());
      if (column.figure() != null) {
        keys.add(column.key() + "Min");
        keys.add(column.key() + "Max");
      }
    }
    csv.writeRecord(keys);
    for (Cell cell : experiment.cells()) {
      List<String> values = new ArrayList<>();
      for (Column column : Column.all()) {
        Figure figure = column.figure();
        if (figure == null) {
          String words = column.words().apply(cell);
          values.add(words == null ? "" : words);
        } else {
          Stat stat = cell.stat(figure);
          values.add(plain(stat == null ? null : stat.median()));
          values.add(plain(stat == null ? null : stat.min()));
          values.add(plain(stat == null ? null : stat.max()));
        }
      }
      csv.writeRecord(values);
    }
    return text.toString();
  }

  private static String plain(@Nullable BigDecimal value) {
    return value == null ? "" : value.toPlainString();
  }
}
