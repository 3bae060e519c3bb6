package dev.locklab.it;

import dev.locklab.Ports;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.RedisAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Sentinel in a process of its own.
 *
 * @param address where it is asked, without a login
 */
record TestSentinel(Process process, RedisAddress address) implements AutoCloseable {

  /**
   * Starts one, which may take a moment to answer.
   *
   * @param primary what it watches: one that the lab carries, for the process of a server of the
   *     PATH may have another file's name, which decides what it is
   * @param quorum how many must agree that the primary is gone
   */
  static TestSentinel start(Path folder, EmbeddedRedis primary, String service, int quorum)
      throws IOException {
    int port = Ports.free();
    Path conf = folder.resolve("sentinel.conf");
    Files.writeString(
        conf,
        """
        port %2$s
        bind 127.0.0.1
        dir %3$s
        sentinel monitor %1$s 127.0.0.1 %4$s %6$s
        sentinel auth-pass %1$s %5$s
        sentinel down-after-milliseconds %1$s 1000
        sentinel failover-timeout %1$s 5000
        """
            .formatted(
                service,
                port,
                folder,
                primary.address().port(),
                primary.address().password(),
                quorum));
    String server = primary.server().info().command().orElseThrow();
    Process process =
        new ProcessBuilder(server, conf.toString(), "--sentinel")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new TestSentinel(process, RedisAddress.parse("redis://127.0.0.1:" + port));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
