package dev.locklab.cli;

import dev.locklab.live.Live;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.Signals;

/** A page that stands still when the work is done, as long as somebody at a terminal wants it. */
final class Standing {

  private static final String SIGNAL = "INT";

  private Standing() {}

  /** Waits until the user is done with the page; not at all where nobody sits at a terminal. */
  static void still(Live page) throws InterruptedException {
    if (!somebodyIsThere()) {
      return;
    }
    Console.flush();
    Console.error("The page stands still at " + page.url() + "; Enter or Ctrl-C closes it.");
    CountDownLatch done = new CountDownLatch(1);
    Object before = Signals.register(SIGNAL, done::countDown);
    try {
      Thread keys = new Thread(() -> awaitEnter(done), "enter");
      keys.setDaemon(true);
      keys.start();
      done.await();
    } finally {
      Signals.unregister(SIGNAL, before);
    }
  }

  private static boolean somebodyIsThere() {
    String ci = System.getenv("CI");
    return (ci == null || ci.isBlank())
        && Screen.isTerminal(SystemStream.Input)
        && Screen.isTerminal(SystemStream.Error);
  }

  private static void awaitEnter(CountDownLatch done) {
    try {
      // What was typed meanwhile was not meant for this.
      long typed = System.in.skip(System.in.available());
      int key = typed < 0 ? -1 : System.in.read();
      while (key >= 0 && key != '\n' && key != '\r') {
        key = System.in.read();
      }
    } catch (IOException e) {
      // There is nobody any more who could press a key.
    }
    done.countDown();
  }
}
