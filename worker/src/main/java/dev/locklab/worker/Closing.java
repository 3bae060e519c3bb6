package dev.locklab.worker;

import dev.locklab.redis.Errors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Closes what a run has opened, the last first, each whatever became of the others, and waits for
 * it so long and no longer: a strategy may throw at its close, or never come back from it.
 */
final class Closing {

  /** Is told what went wrong. */
  interface Trouble {
    void is(String what);
  }

  private record Part(AutoCloseable part, Trouble trouble) {}

  private final String run;
  private final long millis;
  private final Deque<Part> parts = new ArrayDeque<>();

  Closing(String run, long millis) {
    this.run = run;
    this.millis = millis;
  }

  void add(AutoCloseable part, Trouble trouble) {
    parts.push(new Part(part, trouble));
  }

  void close() {
    List<Part> closing = new ArrayList<>(parts);
    Thread closer = new Thread(() -> closing.forEach(Closing::close), "close-" + run);
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closer.isAlive() && !closing.isEmpty()) {
      closing.get(0).trouble().is("it has not come back after " + millis + " ms");
    }
  }

  private static void close(Part part) {
    try {
      part.part().close();
    } catch (Throwable e) {
      part.trouble().is(Errors.named(e));
    }
  }
}
