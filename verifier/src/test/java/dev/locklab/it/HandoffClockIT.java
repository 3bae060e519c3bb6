package dev.locklab.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.Missing;
import dev.locklab.Ports;
import dev.locklab.handoff.HandoffClient;
import dev.locklab.redis.RedisAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The hand-off lock at a server whose clock steps: a library that is compiled for it lends it its
 * own, for libfaketime does not go together with the server's allocator. That needs a C compiler
 * and a redis-server of the PATH: the one that the lab carries may be linked statically.
 */
class HandoffClockIT {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Process server;
  private RedisAddress address;
  private Path clock;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  HandoffClockIT() {}

  @BeforeEach
  void startAtRealTime() throws Exception {
    clock = folder.resolve("clock");
    step(0);
    Path library = compiled();
    String password = UUID.randomUUID().toString();
    int port = Ports.free();
    ProcessBuilder builder = new ProcessBuilder("redis-server", "-").directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    builder
        .environment()
        .putAll(Map.of("LD_PRELOAD", library.toString(), "STEPPED_CLOCK", clock.toString()));
    server = builder.start();
    try (var settings = server.outputWriter()) {
      settings.write(
          "bind 127.0.0.1\nport %s\nrequirepass %s\nsave \"\"\n".formatted(port, password));
    }
    address = RedisAddress.parse("redis://127.0.0.1:" + port).withPassword(password);
    try (RedisClient raw = address.client("raw")) {
      await()
          .ignoreExceptionsInstanceOf(JedisException.class)
          .until(() -> raw.ping().equals("PONG"));
    }
  }

  private Path compiled() throws Exception {
    Path source = folder.resolve("clock.c");
    try (InputStream resource = requireNonNull(getClass().getResourceAsStream("clock.c"))) {
      Files.copy(resource, source);
    }
    Path library = folder.resolve("clock.so");
    List<String> command =
        List.of("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl");
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      Missing.skips("there is no C compiler: " + e.getMessage());
      return library;
    }
    assertThat(compiler.waitFor()).isZero();
    return library;
  }

  /** In one step, as of a file that is only half written nobody knows what time it says. */
  private void step(long seconds) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), Long.toString(seconds));
    Files.move(next, clock, StandardCopyOption.REPLACE_EXISTING);
  }

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatever_the_clock_does_a_lock_goes_on_and_loses_nothing_acknowledged() throws Exception {
    try (RedisClient raw = address.client("raw");
        HandoffClient first = HandoffClient.connect(address);
        HandoffClient second = HandoffClient.connect(address)) {
      Counting counting = new Counting("{test}:lock", threads, 2, first, second);
      counting.goesOn(100);
      for (long ahead : List.of(1L, 0L, -60L, 3_600L, -3_600L, 7_200L, 0L, -1L)) {
        step(ahead);
        long expected = System.currentTimeMillis() / 1000 + ahead;
        await().until(() -> Math.abs(now(raw) - expected) <= 20);
        counting.goesOn(500);
      }
      counting.end(raw);
      assertThat(server.isAlive()).isTrue();
    }
  }

  /** What the server takes for the time, in seconds. */
  private static long now(RedisClient raw) {
    return Long.parseLong(String.valueOf(raw.eval("return redis.call('TIME')[1]")));
  }
}
