package dev.locklab.worker;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What went wrong in a strategy, with its stack trace, on standard error: a lab that started this
 * worker keeps it with the run, for whoever wrote the strategy.
 */
final class Complaints {

  /** What comes after so many says nothing new. */
  private static final int MOST = 20;

  private static final AtomicInteger LOGGED = new AtomicInteger();

  private Complaints() {}

  static void log(String worker, int thread, Throwable what) {
    if (LOGGED.incrementAndGet() <= MOST) {
      synchronized (Complaints.class) {
        System.err.println(worker + "#" + thread + ": " + what.getMessage());
        Objects.requireNonNullElse(what.getCause(), what).printStackTrace();
      }
    }
  }
}
