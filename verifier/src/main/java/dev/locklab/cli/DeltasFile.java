package dev.locklab.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.locklab.audit.Amounts;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads deltas from a file: one amount a line, or columns of a CSV file with a header. Where any
 * amount has decimals, all are amounts of a currency and are read as cents.
 */
final class DeltasFile {

  private static final int CENT_DIGITS = 2;

  /** What may be the first line of a CSV file. */
  private static final Pattern HEADER = Pattern.compile("\\s*\"?\\p{L}");

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** What stands between the fields of a line. */
  enum Separator {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t');

    private final char sign;

    Separator(char sign) {
      this.sign = sign;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where the amounts stand in the file.
   *
   * @param columns none for one amount a line; the column; or that of the debits and that of the
   *     credits
   * @param separator null for the one under which the header has the columns
   * @param decimal null where the file itself shows it
   */
  record Layout(
      List<String> columns,
      @Nullable Separator separator,
      AmountFormat.@Nullable DecimalSign decimal) {}

  /**
   * What a file holds.
   *
   * @param deltas in the file's order
   * @param cents whether they are hundredths of what the file says
   */
  record Contents(List<Long> deltas, boolean cents) {}

  private record Amount(long line, BigDecimal value) {}

  private final Path file;
  private final Layout layout;
  private final AmountFormat format;
  private final List<Amount> amounts = new ArrayList<>();

  private DeltasFile(Path file, Layout layout) {
    this.file = file;
    this.layout = layout;
    this.format = new AmountFormat(layout.decimal());
  }

  /**
   * Reads a file.
   *
   * @throws UsageException naming the line that is wrong
   */
  static Contents read(Path file, Layout layout) {
    DeltasFile deltas = new DeltasFile(file, layout);
    try {
      String text = Files.readString(file);
      deltas.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (IOException e) {
      throw new UsageException(
          "--deltas-file " + file + " cannot be read: " + Errors.rootMessage(e));
    }
    return deltas.contents();
  }

  private void read(String text) {
    if (layout.columns().isEmpty()) {
      readLines(text);
    } else {
      Separator separator = layout.separator();
      readColumns(text, separator == null ? separator(text) : separator);
    }
    if (amounts.isEmpty()) {
      throw new UsageException("--deltas-file " + file + " has no amounts");
    }
    if (format.openLine() > 0) {
      throw wrong(format.openLine(), format.whyOpen());
    }
  }

  private void readLines(String text) {
    long number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        amounts.add(new Amount(number, amount(number, line)));
      }
    }
  }

  private void readColumns(String text, Separator separator) {
    try (CsvReader<CsvRecord> csv = csv(text, separator)) {
      int[] places = {};
      int width = 0;
      for (CsvRecord row : csv) {
        List<String> fields = stripped(row);
        long line = row.getStartingLineNumber();
        if (places.length == 0) {
          places = layout.columns().stream().mapToInt(name -> place(name, fields)).toArray();
          width = fields.size();
        } else if (fields.size() > 1 || !fields.get(0).isEmpty()) {
          if (fields.size() != width) {
            throw wrong(
                line,
                "it has %s, and the first line has %s"
                    .formatted(Amounts.count(fields.size(), "field"), width));
          }
          List<String> cells = Arrays.stream(places).mapToObj(fields::get).toList();
          amounts.add(
              new Amount(line, cells.size() == 1 ? amount(line, cells.get(0)) : pair(line, cells)));
        }
      }
    } catch (CsvParseException e) {
      throw new UsageException("--deltas-file " + file + ": " + Errors.rootMessage(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CsvReader<CsvRecord> csv(String text, Separator separator) {
    return CsvReader.builder()
        .fieldSeparator(separator.sign)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(text);
  }

  private static List<String> stripped(CsvRecord row) {
    return row.getFields().stream().map(String::strip).toList();
  }

  /** The separator under which the header has all columns that are asked for. */
  private Separator separator(String text) {
    List<Separator> fitting =
        Arrays.stream(Separator.values())
            .filter(separator -> header(text, separator).containsAll(layout.columns()))
            .toList();
    if (fitting.stream().map(separator -> header(text, separator)).distinct().count() > 1) {
      throw new UsageException(
          "--deltas-file %s: say with --deltas-separator which of these parts its columns: %s"
              .formatted(
                  file,
                  fitting.stream().map(Separator::toString).collect(Collectors.joining(", "))));
    }
    // Where none fits, the one that parts the header most makes for the most telling message.
    return fitting.isEmpty()
        ? Collections.max(
            List.of(Separator.values()),
            Comparator.comparingInt(separator -> header(text, separator).size()))
        : fitting.get(0);
  }

  private static List<String> header(String text, Separator separator) {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    try {
      return csv(first, separator).stream().findFirst().map(DeltasFile::stripped).orElse(List.of());
    } catch (CsvParseException e) {
      return List.of();
    }
  }

  private int place(String name, List<String> header) {
    int found = Collections.frequency(header, name);
    if (found == 0) {
      throw new UsageException(
          "--deltas-file %s has no column '%s'; it has: %s"
              .formatted(file, name, String.join(", ", header)));
    }
    if (found > 1) {
      throw new UsageException(
          "--deltas-file %s has %s columns '%s': which one is meant cannot be told"
              .formatted(file, found, name));
    }
    return header.indexOf(name);
  }

  /** Debits leave the account, credits come into it; a line has one of the two. */
  private BigDecimal pair(long line, List<String> cells) {
    BigDecimal debit = side(line, "debit", cells.get(0));
    BigDecimal credit = side(line, "credit", cells.get(1));
    if (debit.signum() != 0 && credit.signum() != 0) {
      throw wrong(line, "it has both a debit and a credit");
    }
    return credit.subtract(debit);
  }

  private BigDecimal side(long line, String which, String cell) {
    if (cell.isEmpty()) {
      return BigDecimal.ZERO;
    }
    BigDecimal value = amount(line, cell);
    if (value.signum() < 0) {
      throw wrong(
          line, "'%s' is a %s with a minus, which could mean either".formatted(cell, which));
    }
    return value;
  }

  private BigDecimal amount(long line, String text) {
    try {
      return format.parse(line, text.strip());
    } catch (IllegalArgumentException e) {
      boolean header = line == 1 && layout.columns().isEmpty() && HEADER.matcher(text).lookingAt();
      throw wrong(
          line,
          e.getMessage()
              + (header ? "; the column of a CSV file is named with --deltas-column" : ""));
    }
  }

  private Contents contents() {
    boolean cents = amounts.stream().anyMatch(amount -> amount.value().scale() > 0);
    return new Contents(amounts.stream().map(amount -> units(amount, cents)).toList(), cents);
  }

  private long units(Amount amount, boolean cents) {
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
    return units;
  }

  private UsageException wrong(long line, String why) {
    return new UsageException("--deltas-file " + file + ", line " + line + ": " + why);
  }
}
