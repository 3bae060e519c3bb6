package dev.locklab.cli;

import dev.locklab.options.Printable;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jline.terminal.spi.SystemStream;

/**
 * Shows on standard error how many scenarios come along: on a terminal in one line that is drawn
 * over and over, otherwise a line for each that has ended.
 */
final class SceneProgress implements AutoCloseable {

  private final Screen screen = Screen.of(SystemStream.Error);
  private final StatusLine status = new StatusLine(screen.width());
  private final int count;
  private final Set<String> playing = new LinkedHashSet<>();
  private final long begun = System.nanoTime();
  private int ended;

  SceneProgress(int count) {
    this.count = count;
  }

  synchronized void begins(String scene) {
    playing.add(scene);
    draw();
  }

  /**
   * One has ended.
   *
   * @param result what it showed, in words
   */
  synchronized void ends(String scene, String result) {
    playing.remove(scene);
    ended++;
    if (screen.animated()) {
      draw();
    } else {
      Console.error("[%s/%s] %s: %s".formatted(ended, count, scene, result));
    }
  }

  private void draw() {
    if (screen.animated()) {
      String now = Printable.line(String.join("; ", playing));
      status.bar(ended + " of " + count, (double) ended / count, left() + now);
    }
  }

  private String left() {
    if (ended == 0) {
      return "";
    }
    double each = (System.nanoTime() - begun) / 1e9 / ended;
    return Display.time(each * (count - ended)) + " left; ";
  }

  @Override
  public synchronized void close() {
    status.clear();
  }
}
