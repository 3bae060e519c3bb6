package dev.locklab.cli;

import dev.locklab.audit.Grade;
import dev.locklab.options.Printable;
import dev.locklab.report.Wrapped;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jline.terminal.spi.SystemStream;

/**
 * The one way to standard output and standard error. Whatever is printed is in parts from outside:
 * nothing in it is obeyed by a terminal, lines are fitted into its width, and grades are coloured.
 */
final class Console {

  private static final String RESET = "\u001b[0m";

  private static final Map<Grade, String> COLOURS =
      Map.of(
          Grade.OK, "\u001b[32m",
          Grade.INTERESTING, "\u001b[33m",
          Grade.FAILED, "\u001b[1;31m",
          Grade.UNKNOWN, "\u001b[35m");

  private static final Pattern GRADES =
      Pattern.compile("(?<![^\\s(])(OK|INTERESTING|FAILED|UNKNOWN)(?![^\\s,.)])");

  /** Looked at once: to look takes starting programs. */
  private static final class Out {
    static final Screen SCREEN = Screen.of(SystemStream.Output);
  }

  private Console() {}

  /** How many columns there are for text. */
  static int width() {
    return Out.SCREEN.width();
  }

  /** Prints lines of text for people. */
  static void print(List<String> lines) {
    text(lines, Out.SCREEN).forEach(System.out::println);
  }

  static void print(String line) {
    print(List.of(line));
  }

  /** Prints lines that programs read: into a file or a pipe exactly as they are. */
  static void data(List<String> lines) {
    lines.forEach(line -> System.out.println(Out.SCREEN.terminal() ? Printable.line(line) : line));
  }

  static void flush() {
    System.out.flush();
  }

  /** Prints a line on standard error. */
  static void error(String line) {
    System.err.println(Printable.line(line));
  }

  /** What a screen is shown of lines that people read. */
  static List<String> text(List<String> lines, Screen screen) {
    List<String> safe = lines.stream().map(Printable::line).toList();
    List<String> wrapped = Wrapped.lines(screen.width(), safe);
    return screen.colours() ? wrapped.stream().map(Console::coloured).toList() : wrapped;
  }

  private static String coloured(String line) {
    return GRADES.matcher(line).replaceAll(Console::coloured);
  }

  private static String coloured(MatchResult grade) {
    return COLOURS.get(Grade.valueOf(grade.group())) + grade.group() + RESET;
  }
}
