package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A real Redis server, started and stopped by the lab: bound to the loopback address, without
 * persistence, in a folder that only its user can read.
 *
 * <p>Every user of the machine can connect to a port of it, and whoever commands a Redis can write
 * files as its owner. So it wants a password that is made for it, and that is in no command line:
 * the server reads it from a file in its folder, and so can its user's redis-cli; see {@link #cli}.
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
      trap 'kill $server; kill -CONT $server' TERM
      cat >/dev/null
      kill $server
      kill -CONT $server
      wait $server
      kill -0 $PPID || rm -rf "$folder"
      """;

  private static final String CONFIGURATION = "redis.conf";
  private static final int PASSWORD_BYTES = 24;
  private static final int TRIES = 5;

  /** The nodes of a cluster talk to each other by the port that is greater by 10,000. */
  private static final int HIGHEST_PORT = 55_535;

  private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long POLL_MILLIS = 20;
  private static final Pattern ANSWERS = Pattern.compile("redis_version:");
  private static final long GRACE_MILLIS = 3_000;

  private final Function<Path, RedisBinary> choice;
  private final Launch launch;
  private final RedisAddress address;
  private Process process;

  private EmbeddedRedis(Function<Path, RedisBinary> choice, Launch launch) throws IOException {
    this.choice = choice;
    this.launch = launch;
    this.address =
        RedisAddress.parse("redis://127.0.0.1:" + launch.port()).withPassword(launch.password());
    launch.configure();
    this.process = launch.start();
  }

  /** A password that nobody guesses. */
  static String newPassword() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
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
    return start(RedisBinary::choose, newPassword(), settings);
  }

  /** Starts a server that wants the given password. */
  static EmbeddedRedis start(String password) {
    return start(RedisBinary::choose, password, List.of());
  }

  /**
   * Starts a server with the password of another, as nodes of a cluster have it, and of the same
   * version: an older one cannot load what a newer primary sends it.
   */
  public static EmbeddedRedis startBeside(EmbeddedRedis other, List<String> settings) {
    return start(other.choice, String.valueOf(other.address().password()), settings);
  }

  /** Starts a replica of another server, and waits until it has what that one has. */
  public static EmbeddedRedis startReplica(EmbeddedRedis primary, List<String> settings) {
    String port = Integer.toString(primary.address().port());
    List<String> more = new ArrayList<>(settings);
    more.addAll(List.of("--replicaof", primary.address().host(), port));
    EmbeddedRedis replica = startBeside(primary, more);
    if (!replica.awaitReady(Pattern.compile("master_link_status:up"))) {
      replica.close();
      throw new UnavailableException("the replica does not come to what its primary has");
    }
    return replica;
  }

  /** Starts the server that the lab carries, whatever others there are. */
  public static EmbeddedRedis startCarried() {
    return start(RedisBinary::carried, newPassword(), List.of());
  }

  private static EmbeddedRedis start(
      Function<Path, RedisBinary> choice, String password, List<String> settings) {
    Path folder = TemporaryFolders.create("redis");
    try {
      RedisBinary binary = choice.apply(folder);
      for (int attempt = 1; ; attempt++) {
        EmbeddedRedis redis =
            new EmbeddedRedis(choice, new Launch(binary, folder, freePort(), password, settings));
        if (redis.awaitReady()) {
          return redis;
        }
        String why = redis.launch.lastWords();
        Subprocess.end(redis.process, GRACE_MILLIS);
        // Somebody else may have taken the port in the meantime.
        if (attempt == TRIES || !why.contains("bind")) {
          throw new UnavailableException("the embedded Redis does not start: " + why);
        }
      }
    } catch (IOException e) {
      TemporaryFolders.delete(folder);
      throw new UnavailableException("the embedded Redis does not start: " + Errors.rootMessage(e));
    } catch (RuntimeException e) {
      TemporaryFolders.delete(folder);
      throw e;
    }
  }

  /** What runs, such as {@code Redis 7.0.15}. */
  public String version() {
    return launch.binary().toString();
  }

  /** What begins a shell's command for this server, without showing the password to others. */
  public String cli() {
    return "REDISCLI_AUTH=$(cat %s) redis-cli -p %s"
        .formatted(launch.passwordFile(), launch.port());
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
    TemporaryFolders.delete(launch.folder());
  }

  /** How the server is started. */
  private record Launch(
      RedisBinary binary, Path folder, int port, String password, List<String> settings) {

    /** Writes what the server reads: what is on a command line, every user can see. */
    void configure() throws IOException {
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "port " + port,
                  "bind 127.0.0.1",
                  "save \"\"",
                  "appendonly no",
                  "dir " + quoted(folder),
                  "requirepass " + password,
                  "masterauth " + password));
      lines.addAll(binary.restrictions());
      Files.write(folder.resolve(CONFIGURATION), lines);
      Files.writeString(passwordFile(), password);
    }

    Process start() throws IOException {
      List<String> command = new ArrayList<>();
      if (Subprocess.onPath("sh") != null) {
        command.addAll(List.of("sh", "-c", GUARDIAN, "sh", folder.toString()));
      }
      command.add(binary.file().toString());
      command.add(folder.resolve(CONFIGURATION).toString());
      command.addAll(settings);
      return new ProcessBuilder(Subprocess.shielded(command))
          .redirectErrorStream(true)
          .redirectOutput(log().toFile())
          .start();
    }

    String lastWords() {
      return Subprocess.lastLine(log());
    }

    Path passwordFile() {
      return folder.resolve("password");
    }

    private Path log() {
      return folder.resolve("log");
    }

    private static String quoted(Path path) {
      return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  private boolean awaitReady() {
    return awaitReady(ANSWERS);
  }

  /** Waits until what it says of itself has that in it. */
  private boolean awaitReady(Pattern state) {
    long deadline = System.nanoTime() + READY_NANOS;
    try (Link link = address.link("locklab-start")) {
      while (System.nanoTime() < deadline && process.isAlive()) {
        try {
          Object info = link.call(new CommandArguments(Command.INFO));
          if (state.matcher(Replies.text(info)).find()) {
            return true;
          }
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
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
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() <= HIGHEST_PORT) {
          return socket.getLocalPort();
        }
      }
    }
  }
}
