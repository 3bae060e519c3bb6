package dev.locklab.options;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keeps what may be a password out of messages about the command line. */
final class Secrets {

  /**
   * Up to the last @ of a word: a password may have one in it, although it must not. What says how
   * a URL is written hides nothing.
   */
  private static final Pattern LOGIN =
      Pattern.compile("://(?!\\[\\[user:\\]password@\\]host)\\S*@");

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}._,/-]+");

  private Secrets() {}

  /** The text with what stands for a login in any URL of it left out. */
  static String masked(String text) {
    return LOGIN.matcher(text).replaceAll("://***@");
  }

  /**
   * Names arguments that nobody knows. An option loses its value; a word that may be the value of
   * one, or has more in it than a name would, is not repeated.
   */
  static String unknown(List<String> arguments) {
    List<String> options =
        arguments.stream()
            .filter(argument -> argument.startsWith("-"))
            .map(argument -> "'" + argument.replaceFirst("=.*", "") + "'")
            .toList();
    if (!options.isEmpty()) {
      return (options.size() == 1 ? "unknown option " : "unknown options ")
          + options.stream().collect(Collectors.joining(", "));
    }
    String first = arguments.get(0);
    return PLAIN.matcher(first).matches()
        ? "'" + first + "' is not known here"
        : "an argument is not known here; it is not repeated, as it may hold a password";
  }
}
