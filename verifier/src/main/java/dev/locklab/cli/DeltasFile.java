package dev.locklab.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.locklab.options.UsageException;
import dev.locklab.redis.Errors;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads deltas from a file: one integer a line, or one column of a CSV file with a header. Where
 * any amount has a decimal point, all are amounts of a currency and are read as cents.
 */
final class DeltasFile {

  private static final int CENT_DIGITS = 2;

  /** No exponents: a few letters could stand for gigabytes of zeros. */
  private static final Pattern AMOUNT = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)");

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private record Amount(long line, BigDecimal value) {}

  private final Path file;

  private DeltasFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @param column the CSV column, or null for one amount a line
   * @throws UsageException naming the line that is wrong
   */
  static List<Long> read(Path file, @Nullable String column) {
    DeltasFile deltas = new DeltasFile(file);
    try {
      return deltas.whole(column == null ? deltas.lines() : deltas.column(column));
    } catch (IOException e) {
      throw new UsageException(
          "--deltas-file " + file + " cannot be read: " + Errors.rootMessage(e));
    }
  }

  private List<Amount> lines() throws IOException {
    List<Amount> amounts = new ArrayList<>();
    long number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
      if (!text.isBlank()) {
        amounts.add(amount(number, text));
      }
    }
    return amounts;
  }

  private List<Amount> column(String name) throws IOException {
    List<Amount> amounts = new ArrayList<>();
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .detectBomHeader(true)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(file)) {
      int index = -1;
      int width = 0;
      for (CsvRecord row : csv) {
        List<String> fields = row.getFields().stream().map(String::strip).toList();
        if (index < 0) {
          index = fields.indexOf(name);
          width = fields.size();
          if (index < 0) {
            throw new UsageException(
                "--deltas-file %s has no column '%s'; it has: %s"
                    .formatted(file, name, String.join(", ", fields)));
          }
        } else if (fields.size() > 1 || !fields.get(0).isEmpty()) {
          if (fields.size() != width) {
            throw wrong(
                row.getStartingLineNumber(),
                "it has %d fields, and the first line has %d".formatted(fields.size(), width));
          }
          amounts.add(amount(row.getStartingLineNumber(), fields.get(index)));
        }
      }
    } catch (CsvParseException e) {
      throw new UsageException("--deltas-file " + file + ": " + Errors.rootMessage(e));
    }
    return amounts;
  }

  private Amount amount(long line, String text) {
    String stripped = text.strip();
    if (!AMOUNT.matcher(stripped).matches()) {
      throw wrong(line, "'" + stripped + "' is not an amount");
    }
    return new Amount(line, new BigDecimal(stripped));
  }

  private List<Long> whole(List<Amount> amounts) {
    if (amounts.isEmpty()) {
      throw new UsageException("--deltas-file " + file + " has no amounts");
    }
    boolean cents = amounts.stream().anyMatch(amount -> amount.value().scale() > 0);
    List<Long> whole = new ArrayList<>();
    for (Amount amount : amounts) {
      BigDecimal value = cents ? amount.value().movePointRight(CENT_DIGITS) : amount.value();
      long units;
      try {
        units = value.longValueExact();
      } catch (ArithmeticException e) {
        throw wrong(
            amount.line(),
            amount.value().toPlainString()
                + (amount.value().stripTrailingZeros().scale() > CENT_DIGITS
                    ? " has more than two decimals"
                    : " does not fit into 64 bits"));
      }
      if (units == 0) {
        throw wrong(amount.line(), "an amount of 0 changes nothing and cannot be lost");
      }
      whole.add(units);
    }
    return whole;
  }

  private UsageException wrong(long line, String why) {
    return new UsageException("--deltas-file " + file + ", line " + line + ": " + why);
  }
}
