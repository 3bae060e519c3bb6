package dev.locklab.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the lab's own workers wrote to their logs since a run began. */
final class WorkerLogs {

  /** What is kept of each log at the most: its end. */
  private static final int MOST_BYTES = 64 * 1024;

  private final Map<String, Path> logs;
  private final Map<Path, Long> before = new HashMap<>();

  /**
   * Begins now.
   *
   * @param logs the workers' logs, by name
   */
  WorkerLogs(Map<String, Path> logs) {
    this.logs = Map.copyOf(logs);
    logs.values().forEach(log -> before.put(log, size(log)));
  }

  private static long size(Path log) {
    try {
      return Files.size(log);
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Keeps the last of what was written, as NAME.log for each worker that wrote anything.
   *
   * @return whether there was anything to keep, and it could be kept
   */
  boolean keep(Path folder) {
    boolean kept = false;
    for (Map.Entry<String, Path> log : logs.entrySet()) {
      try {
        byte[] end = end(log.getValue());
        if (end.length > 0) {
          Files.createDirectories(folder);
          Files.write(folder.resolve(log.getKey() + ".log"), end);
          kept = true;
        }
      } catch (IOException e) {
        // The run is judged without them.
      }
    }
    return kept;
  }

  private byte[] end(Path log) throws IOException {
    long size = size(log);
    long from = before.getOrDefault(log, 0L);
    // A worker that was started anew has begun its log anew.
    from = Math.max(from > size ? 0 : from, size - MOST_BYTES);
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(from);
      return in.readNBytes(MOST_BYTES);
    }
  }
}
