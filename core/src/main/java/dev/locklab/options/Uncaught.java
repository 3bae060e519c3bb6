package dev.locklab.options;

import dev.locklab.exit.Exit;
import dev.locklab.redis.Errors;

/** What becomes of a program when something is thrown that nobody caught, in whichever thread. */
public final class Uncaught {

  private Uncaught() {}

  /**
   * From now on a JVM that is out of memory says so in one line and ends with {@link Exit#DEFECT},
   * and so does one whose main thread ends in an error. Any other thread ends alone, and its stack
   * trace is told.
   *
   * @param program what to call it
   */
  public static void install(String program) {
    Thread main = Thread.currentThread();
    // Put together now: then, there may be no room for it.
    String outOfMemory = program + ": out of memory; give it more with java -Xmx";
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          if (e instanceof OutOfMemoryError) {
            System.err.println(outOfMemory);
            // What is left of a JVM without memory can be trusted with nothing, not even an exit.
            Runtime.getRuntime().halt(Exit.DEFECT);
          }
          System.err.println(
              Printable.line(program + ": a defect of the lab itself: " + Errors.named(e)));
          e.printStackTrace();
          if (thread == main) {
            Runtime.getRuntime().halt(Exit.DEFECT);
          }
        });
  }
}
