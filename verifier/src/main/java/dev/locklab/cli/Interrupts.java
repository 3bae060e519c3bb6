package dev.locklab.cli;

import dev.locklab.lab.Lab;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C means while several runs are made: the first lets the current run come to its end and
 * no other begin, the second ends that one too.
 */
final class Interrupts implements AutoCloseable {

  private static final String SIGNAL = "INT";

  private final AtomicInteger count = new AtomicInteger();
  private final @Nullable Object before;

  Interrupts(Lab lab) {
    before =
        Signals.register(
            SIGNAL,
            () -> {
              if (count.incrementAndGet() == 1) {
                Console.error("");
                Console.error("Finishing the current run; Ctrl-C again ends it at once.");
              } else {
                lab.stop(Lab.INTERRUPTED);
              }
            });
  }

  /** Whether there was one. */
  boolean any() {
    return count.get() > 0;
  }

  @Override
  public void close() {
    Signals.unregister(SIGNAL, before);
  }
}
