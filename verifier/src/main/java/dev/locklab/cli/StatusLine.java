package dev.locklab.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One line of a terminal, on standard error, that is drawn over and over: some text, or a bar
 * between two texts.
 */
final class StatusLine {

  private static final int REDRAWN_MILLIS = 200;
  private static final int SHORTEST_BAR = 8;
  private static final int LONGEST_BAR = 30;

  /**
   * What stands in the line.
   *
   * @param share how much of the bar is filled; below 0 for no bar
   */
  private record Content(String before, double share, String after) {}

  /**
   * Given the width and the stream, the library does not open the terminal for itself: that would
   * make the signal that Ctrl-C sends end the JVM at once.
   */
  private static final class InPlace extends ConsoleProgressBarConsumer {

    InPlace(int width) {
      super(System.err, width);
    }

    /** The line has been cleared; whatever is printed next may stand in it. */
    @Override
    public void close() {
      System.err.flush();
    }
  }

  private final InPlace line;
  private volatile Content content = new Content("", -1, "");
  private @Nullable ProgressBar drawn;

  StatusLine(int width) {
    // Where the last column is written to, some terminals go on to the next line.
    line = new InPlace(width - 1);
  }

  /** Shows some text. */
  void text(String text) {
    show(new Content(text, -1, ""));
  }

  /** Shows a bar, as far as there is room. */
  void bar(String before, double share, String after) {
    show(new Content(before, share, after));
  }

  private void show(Content now) {
    content = now;
    if (drawn == null) {
      drawn =
          new ProgressBarBuilder()
              .setConsumer(line)
              .setRenderer((state, width) -> draw(content, width))
              .setUpdateIntervalMillis(REDRAWN_MILLIS)
              .continuousUpdate()
              .clearDisplayOnFinish()
              .build();
    }
  }

  /** Clears the line; it can be shown again. */
  void clear() {
    ProgressBar showing = drawn;
    if (showing != null) {
      showing.close();
      line.clear();
      drawn = null;
    }
  }

  /** The line as it is drawn: always as long, so that nothing of the one before remains. */
  static String draw(String before, double share, String after, int width) {
    return draw(new Content(before, share, after), width);
  }

  private static String draw(Content content, int width) {
    int room = width - content.before().length() - content.after().length() - 4;
    StringBuilder text = new StringBuilder(content.before());
    if (content.share() >= 0) {
      text.append(room < SHORTEST_BAR ? ", " : bar(content.share(), Math.min(room, LONGEST_BAR)));
    }
    text.append(content.after()).append(" ".repeat(width));
    return text.substring(0, width);
  }

  private static String bar(double share, int length) {
    int filled = (int) Math.round(share * length);
    String head = filled < length ? ">" : "";
    return " [" + "=".repeat(filled) + head + " ".repeat(length - filled - head.length()) + "] ";
  }
}
