package dev.locklab.scenario;

import dev.locklab.exit.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Freezes processes and thaws them. What is frozen when this JVM ends, in whichever way, is thawed
 * by a helper that only waits for that.
 */
final class Signals implements AutoCloseable {

  private final Map<Long, Process> helpers = new HashMap<>();

  /**
   * Stops a process where it stands.
   *
   * @throws UnavailableException if this system cannot
   */
  synchronized void freeze(long pid) {
    if (!helpers.containsKey(pid)) {
      try {
        helpers.put(
            pid,
            new ProcessBuilder("sh", "-c", "cat >/dev/null; kill -CONT " + pid + " 2>/dev/null")
                .redirectErrorStream(true)
                .start());
      } catch (IOException e) {
        throw new UnavailableException("no process can be frozen here: " + e.getMessage());
      }
    }
    signal("STOP", pid);
  }

  /** Lets it go on; nothing if it is not frozen. */
  synchronized void thaw(long pid) throws InterruptedException {
    Process helper = helpers.remove(pid);
    if (helper != null) {
      try {
        // It sends the signal, and no process of that number that comes later is met by it.
        helper.getOutputStream().close();
      } catch (IOException e) {
        helper.destroy();
      }
      helper.waitFor();
    }
  }

  /** Whether a process stands still, as the system sees it. */
  static boolean isFrozen(long pid) {
    try {
      Path stat = Path.of("/proc/" + pid + "/stat");
      if (Files.exists(stat)) {
        String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
        return line.charAt(line.lastIndexOf(')') + 2) == 'T';
      }
      Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(pid)).start();
      return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .strip()
          .startsWith("T");
    } catch (IOException e) {
      return false;
    }
  }

  private static void signal(String name, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
      if (kill.waitFor() != 0) {
        throw new UnavailableException("process " + pid + " cannot be sent " + name);
      }
    } catch (IOException e) {
      throw new UnavailableException("no process can be frozen here: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Thaws whatever is frozen. */
  @Override
  public synchronized void close() {
    for (long pid : Map.copyOf(helpers).keySet()) {
      try {
        thaw(pid);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
