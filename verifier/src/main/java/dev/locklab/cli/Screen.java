package dev.locklab.cli;

import dev.locklab.report.Wrapped;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jspecify.annotations.Nullable;

/**
 * What one of the program's streams is connected to, and what can be shown there.
 *
 * @param terminal whether somebody sits in front of it
 * @param animated whether a line can be drawn over again
 * @param width how many columns there are
 * @param colours whether colours are to be used
 */
record Screen(boolean terminal, boolean animated, int width, boolean colours) {

  /** A file, which is read where nobody knows. */
  static final Screen FILE = new Screen(false, false, Wrapped.WIDTH, false);

  /** Of a terminal that does not say how wide it is. */
  private static final int USUAL_WIDTH = 80;

  /** Below that, words alone would not fit. */
  private static final int LEAST_WIDTH = 40;

  /** Whether somebody sits in front of a stream, who can be shown or asked something. */
  static boolean isTerminal(SystemStream stream) {
    return new ExecTerminalProvider().isSystemStream(stream);
  }

  /**
   * Looks at a stream that is written to. Only looks: opening it as JLine's terminal would make the
   * signal that Ctrl-C sends end the JVM at once.
   */
  static Screen of(SystemStream stream) {
    ExecTerminalProvider provider = new ExecTerminalProvider();
    boolean terminal = provider.isSystemStream(stream);
    return of(System.getenv(), terminal, () -> columns(provider, stream));
  }

  /**
   * What a stream can show.
   *
   * @param columns asked of a terminal that the environment does not tell the width of; 0 for
   *     unknown
   */
  static Screen of(Map<String, String> environment, boolean terminal, IntSupplier columns) {
    String kind = environment.get("TERM");
    boolean animated = terminal && kind != null && !kind.equals("dumb");
    boolean colours =
        isSet(environment.get("CLICOLOR_FORCE"))
            || (animated && !"0".equals(environment.get("CLICOLOR")));
    String unwanted = environment.get("NO_COLOR");
    return new Screen(
        terminal,
        animated,
        terminal ? width(environment.get("COLUMNS"), columns) : Wrapped.WIDTH,
        colours && (unwanted == null || unwanted.isEmpty()));
  }

  private static boolean isSet(@Nullable String flag) {
    return flag != null && !flag.isEmpty() && !flag.equals("0");
  }

  private static int width(@Nullable String wished, IntSupplier columns) {
    int width;
    try {
      width = wished == null ? columns.getAsInt() : Integer.parseInt(wished.strip());
    } catch (NumberFormatException e) {
      width = columns.getAsInt();
    }
    return width <= 0 ? USUAL_WIDTH : Math.max(LEAST_WIDTH, width);
  }

  private static int columns(ExecTerminalProvider provider, SystemStream stream) {
    try (Pty pty = provider.current(stream)) {
      return pty.getSize().getColumns();
    } catch (IOException e) {
      return 0;
    }
  }
}
