package dev.locklab.it;

import dev.locklab.handoff.HandoffClient;
import dev.locklab.handoff.HandoffLock;
import dev.locklab.handoff.Hold;
import dev.locklab.redis.RedisAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A JVM of its own that waits for a hand-off lock, says when it has it, and holds it until killed.
 */
final class HandoffProcess implements AutoCloseable {

  private final Process process;

  private HandoffProcess(Process process) {
    this.process = process;
  }

  public static void main(String... args) throws Exception {
    try (HandoffClient client = HandoffClient.connect(RedisAddress.parse(args[0]))) {
      HandoffLock lock = client.lock(args[1]);
      System.out.println("connected");
      System.in.read();
      try (Hold hold = lock.lock()) {
        System.out.println("held " + hold.token());
        while (System.in.read() >= 0) {
          // Held until this process is killed.
        }
      }
    }
  }

  /** Starts the JVM and waits until it is connected. */
  static HandoffProcess start(RedisAddress address, String lock) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HandoffProcess.class.getName(),
                address.url(),
                lock)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    HandoffProcess started = new HandoffProcess(process);
    started.line();
    return started;
  }

  /** Has it ask for the lock. */
  void ask() throws IOException {
    process.outputWriter(StandardCharsets.US_ASCII).append('\n').flush();
  }

  /** Waits for the next line it says. */
  String line() throws IOException {
    return String.valueOf(process.inputReader(StandardCharsets.US_ASCII).readLine());
  }

  /** Kills it, and returns once it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
