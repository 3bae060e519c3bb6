package dev.locklab.cli;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the amounts of one file are written. Half of Europe writes a thousand as {@code 1.000}, the
 * rest of the world as {@code 1,000}; what a file leaves open is refused rather than guessed.
 */
final class AmountFormat {

  /** The decimal sign; the other of the two groups the thousands then. */
  enum DecimalSign {
    POINT,
    COMMA
  }

  /** No exponents: a few letters could stand for gigabytes of zeros. */
  private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)");

  private static final Pattern GROUPED =
      Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?|" + PLAIN);

  /** Either a fraction of three digits or a group of thousands. */
  private static final Pattern EITHER = Pattern.compile("[+-]?[1-9]\\d{0,2}\\.\\d{3}");

  /** What is an amount once it is known what its signs mean. */
  private static final Pattern WITH_COMMAS = Pattern.compile("[+-]?[\\d.,]*\\d[\\d.,]*");

  private static final String WHICH = "say the decimal sign with --deltas-decimal, point or comma";

  private final @Nullable DecimalSign sign;
  private @Nullable String open;
  private long openLine;
  private boolean pointShown;

  /**
   * @param sign the decimal sign; null to have points taken for it as far as the file itself shows
   *     that they are
   */
  AmountFormat(@Nullable DecimalSign sign) {
    this.sign = sign;
  }

  /**
   * Reads one amount.
   *
   * @throws IllegalArgumentException saying why it is none
   */
  BigDecimal parse(long line, String text) {
    if (sign == null) {
      return parsePlain(line, text);
    }
    String point = sign == DecimalSign.POINT ? text : swapped(text);
    if (!GROUPED.matcher(point).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not an amount");
    }
    return new BigDecimal(point.replace(",", ""));
  }

  private BigDecimal parsePlain(long line, String text) {
    if (PLAIN.matcher(text).matches()) {
      if (!EITHER.matcher(text).matches()) {
        pointShown |= text.contains(".");
      } else if (open == null) {
        open = text;
        openLine = line;
      }
      return new BigDecimal(text);
    }
    throw new IllegalArgumentException(
        WITH_COMMAS.matcher(text).matches()
            ? "'" + text + "' has a comma or several points: " + WHICH
            : "'" + text + "' is not an amount");
  }

  /** The first line whose amount can be read in two ways; 0 if the file leaves nothing open. */
  long openLine() {
    return pointShown ? 0 : openLine;
  }

  /** Why the amount of {@link #openLine} is refused. */
  String whyOpen() {
    return "the point in '" + open + "' may be a decimal sign or mark the thousands: " + WHICH;
  }

  private static String swapped(String text) {
    return text.replace('.', ' ').replace(',', '.').replace(' ', ',');
  }
}
