package dev.locklab.cli;

import dev.locklab.exit.Exit;
import dev.locklab.exit.UnavailableException;
import dev.locklab.lab.Interruptible;
import dev.locklab.lab.Lab;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Works in a lab so that Ctrl-C ends the run, shows what there is, and leaves nothing behind. */
final class Bench {

  /** How long a run may take to come to its end once it is interrupted. */
  private static final long WIND_UP_SECONDS = 40;

  private static final CountDownLatch SAID = new CountDownLatch(1);

  private Bench() {}

  /** What is done in a lab; the display is to be cleared before anything is printed. */
  interface Work<T extends Interruptible> {

    /** Does it and returns the exit code. */
    int in(T lab, Display display) throws Exception;
  }

  /** Everything there was to say has been said: an interrupted JVM may go now. */
  static void said() {
    Console.flush();
    SAID.countDown();
  }

  /** Opens a lab, does the work, and closes the lab, whatever happens. */
  static <T extends Interruptible> int in(Function<Display, T> opening, Work<T> work)
      throws Exception {
    try (Display display = new Display()) {
      T lab = opening.apply(display);
      Thread hook = new Thread(() -> windUp(lab), "interrupted");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        return in(lab, display, work);
      } finally {
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
          // The JVM is going down already, which is what the hook was for.
        }
      }
    }
  }

  private static <T extends Interruptible> int in(T lab, Display display, Work<T> work)
      throws Exception {
    try (lab) {
      int code = work.in(lab, display);
      return lab.isStopped() ? Exit.INTERRUPTED : code;
    } catch (UnavailableException e) {
      if (!lab.isStopped()) {
        throw e;
      }
      display.close();
      Console.error("interrupted: " + e.getMessage());
      return Exit.INTERRUPTED;
    }
  }

  private static void windUp(Interruptible lab) {
    lab.stop(Lab.INTERRUPTED);
    try {
      SAID.await(WIND_UP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
