package dev.locklab.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what servers show. */
public final class Conditions {

  private static final long POLL_MILLIS = 2;

  private Conditions() {}

  /**
   * Waits for a condition. A server that does not answer meets none.
   *
   * @return whether it was met in that time
   */
  public static boolean comesAbout(Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isMet(condition)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }

  /** Whether a condition is met now. A server that does not answer meets none. */
  public static boolean isMet(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (StoreException e) {
      return false;
    }
  }
}
