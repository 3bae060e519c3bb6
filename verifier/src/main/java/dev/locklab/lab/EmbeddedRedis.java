package dev.locklab.lab;

import dev.locklab.options.UnavailableException;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server, started and stopped by the lab: bound to the loopback address, without
 * persistence. Where the binary that the lab carries cannot run, a redis-server or valkey-server of
 * the PATH is used.
 *
 * <p>The server and its folder go with the lab also when the lab is killed: its guardian shell
 * reads a pipe that closes then.
 */
public final class EmbeddedRedis implements AutoCloseable {

  private static final String GUARDIAN =
      """
      folder=$1
      shift
      "$@" </dev/null &
      server=$!
      trap 'kill $server' TERM
      cat >/dev/null
      kill $server
      wait $server
      kill -0 $PPID || rm -rf "$folder"
      """;

  private static final int TRIES = 5;
  private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long POLL_MILLIS = 20;
  private static final long GRACE_MILLIS = 3_000;

  private final Launch launch;
  private final RedisAddress address;
  private Process process;

  private EmbeddedRedis(Launch launch) throws IOException {
    this.launch = launch;
    this.address = RedisAddress.parse("redis://127.0.0.1:" + launch.port());
    this.process = launch.start();
  }

  /**
   * Starts a server on a free port and waits until it answers.
   *
   * @throws UnavailableException if no Redis can be run on this machine
   */
  public static EmbeddedRedis start() {
    return start(List.of());
  }

  /**
   * Starts a server.
   *
   * @param settings further settings, as on redis-server's command line
   */
  public static EmbeddedRedis start(List<String> settings) {
    try {
      Path folder = Files.createTempDirectory("locklab-redis-");
      Path server = server(folder);
      for (int attempt = 1; ; attempt++) {
        EmbeddedRedis redis = new EmbeddedRedis(new Launch(server, folder, freePort(), settings));
        if (redis.awaitReady()) {
          return redis;
        }
        String why = redis.launch.lastWords();
        Subprocess.end(redis.process, GRACE_MILLIS);
        // Somebody else may have taken the port in the meantime.
        if (attempt == TRIES || !why.contains("bind")) {
          Subprocess.deleteFolder(folder);
          throw new UnavailableException("the embedded Redis does not start: " + why);
        }
      }
    } catch (IOException e) {
      throw new UnavailableException("the embedded Redis does not start: " + e.getMessage());
    }
  }

  /** Where it listens. */
  public RedisAddress address() {
    return address;
  }

  /**
   * Kills the server as a crash would, and starts it again at the same address. What it had not
   * written to disk is lost, which is everything unless its settings say otherwise.
   *
   * @throws UnavailableException if it does not come back
   */
  public void restart() {
    server().destroyForcibly();
    Subprocess.end(process, GRACE_MILLIS);
    try {
      process = launch.start();
    } catch (IOException e) {
      throw new UnavailableException("the embedded Redis does not start again: " + e.getMessage());
    }
    if (!awaitReady()) {
      throw new UnavailableException(
          "the embedded Redis does not start again: " + launch.lastWords());
    }
  }

  /** The server's process, for those who want to kill or freeze it. */
  public ProcessHandle server() {
    return process.toHandle().descendants().findFirst().orElse(process.toHandle());
  }

  @Override
  public void close() {
    Subprocess.end(process, GRACE_MILLIS);
    Subprocess.deleteFolder(launch.folder());
  }

  private static Path server(Path folder) {
    String named = System.getenv("LOCKLAB_REDIS_SERVER");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    String why;
    try {
      Path carried = ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
      if (runs(carried)) {
        return carried;
      }
      why = "the Redis that the lab carries does not run here";
    } catch (IOException | RuntimeException e) {
      why = "the lab carries no Redis for this system";
    }
    for (String name : List.of("redis-server", "valkey-server")) {
      Path installed = Subprocess.onPath(name);
      if (installed != null && runs(installed)) {
        return installed;
      }
    }
    throw new UnavailableException(
        why
            + ", and there is no redis-server on the PATH; install one, or name a Redis with --redis");
  }

  private static boolean runs(Path server) {
    try {
      Process process =
          new ProcessBuilder(server.toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How the server is started. */
  private record Launch(Path server, Path folder, int port, List<String> settings) {

    Process start() throws IOException {
      List<String> command = new ArrayList<>();
      if (Subprocess.onPath("sh") != null) {
        command.addAll(List.of("sh", "-c", GUARDIAN, "sh", folder.toString()));
      }
      command.add(server.toString());
      command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
      command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", folder.toString()));
      command.addAll(settings);
      return new ProcessBuilder(Subprocess.shielded(command))
          .redirectErrorStream(true)
          .redirectOutput(log().toFile())
          .start();
    }

    String lastWords() {
      return Subprocess.lastLine(log());
    }

    private Path log() {
      return folder.resolve("log");
    }
  }

  private boolean awaitReady() {
    long deadline = System.nanoTime() + READY_NANOS;
    try (Link link = address.link("locklab-start")) {
      while (System.nanoTime() < deadline && process.isAlive()) {
        try {
          link.call(new CommandArguments(Command.PING));
          return true;
        } catch (StoreException e) {
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
