package dev.locklab.options;

import java.util.Locale;

/**
 * Text from outside, fit to be printed. A terminal obeys control characters whoever they come from,
 * and direction marks make a line read differently from what it says; both are shown as what they
 * are.
 */
public final class Printable {

  private Printable() {}

  /** The text in one line, with every character that is not to be seen as its escape sequence. */
  public static String line(String text) {
    if (text.codePoints().allMatch(Printable::isVisible)) {
      return text;
    }
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (isVisible(character)) {
                line.appendCodePoint(character);
              } else {
                for (char unit : Character.toChars(character)) {
                  line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
              }
            });
    return line.toString();
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      // FORMAT are direction marks and overrides, joiners, tags and the byte order mark.
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
