package dev.locklab.cli;

import dev.locklab.lab.Lab;
import dev.locklab.options.Exit;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Works in a lab so that Ctrl-C ends the run, shows what there is, and leaves nothing behind. */
final class Bench {

  /** How long a run may take to come to its end once it is interrupted. */
  private static final long WIND_UP_SECONDS = 40;

  private static final CountDownLatch SAID = new CountDownLatch(1);

  private Bench() {}

  /** Everything there was to say has been said: an interrupted JVM may go now. */
  static void said() {
    System.out.flush();
    SAID.countDown();
  }

  /** Does the work and closes the lab, whatever happens. */
  static int in(Lab lab, Callable<Integer> work) throws Exception {
    Thread hook =
        new Thread(
            () -> {
              lab.stop(Lab.INTERRUPTED);
              try {
                SAID.await(WIND_UP_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      int code;
      try (lab) {
        code = work.call();
      }
      return lab.isStopped() ? Exit.INTERRUPTED : code;
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is going down already, which is what the hook was for.
      }
    }
  }
}
