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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
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
 * reads a pipe that closes then. The guardian ends with the server, so that one that does not start
 * is not waited for.
 */
public final class EmbeddedRedis implements AutoCloseable {

  private static final String GUARDIAN =
      """
      folder=$1
      shift
      exec 3<&0 2>/dev/null
      "$@" </dev/null 3<&- 2>&1 &
      server=$!
      trap 'kill $server; kill -CONT $server' TERM
      (while read -r _ <&3; do :; done; kill $server; kill -CONT $server) &
      while kill -0 $server; do wait $server; done
      kill $!
      kill -0 $PPID || rm -rf "$folder"
      """;

  static final String CLUSTER = "--cluster-enabled";

  private static final String CONFIGURATION = "redis.conf";
  private static final int PASSWORD_BYTES = 24;
  private static final int TRIES = 5;

  /**
   * What servers of all versions say of a port, before they say in words of their own that they
   * end.
   */
  private static final String TAKEN = "Address already in use";

  /** The nodes of a cluster talk to each other by the port that is greater by 10,000. */
  private static final int HIGHEST_PORT = 55_535;

  private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long POLL_MILLIS = 20;
  private static final String ANSWERS = "redis_version:";
  private static final long GRACE_MILLIS = 3_000;

  private final ServerProgram program;
  private final Launch launch;
  private final RedisAddress address;
  private Process process;
  private int starts;

  private EmbeddedRedis(ServerProgram program, Launch launch) throws IOException {
    this.program = program;
    this.launch = launch;
    this.address =
        RedisAddress.parse("redis://127.0.0.1:" + launch.port()).withPassword(launch.password());
    launch.configure();
    this.process = launched();
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
    return start(ServerProgram.LOCAL, settings);
  }

  /**
   * Starts a server.
   *
   * @param settings further settings, as on redis-server's command line
   */
  public static EmbeddedRedis start(ServerProgram program, List<String> settings) {
    return start(program, newPassword(), settings, List.of());
  }

  /** Starts a server that wants the given password. */
  static EmbeddedRedis start(String password) {
    return start(ServerProgram.LOCAL, password, List.of(), List.of());
  }

  /**
   * Starts a server with the password of another, as nodes of a cluster have it, and of the same
   * version: an older one cannot load what a newer primary sends it.
   */
  static EmbeddedRedis startBeside(EmbeddedRedis other, List<String> settings) {
    return start(other.program, other.password(), settings, List.of());
  }

  /**
   * Starts a Sentinel that watches a server, and wants the same password.
   *
   * @param service what the server is called
   * @param settings of the service, such as {@code down-after-milliseconds 1000}
   */
  static EmbeddedRedis startSentinel(
      EmbeddedRedis primary, String service, int quorum, List<String> settings) {
    List<String> lines = new ArrayList<>();
    RedisAddress watched = primary.address();
    lines.add(
        "sentinel monitor %s %s %s %s".formatted(service, watched.host(), watched.port(), quorum));
    lines.add("sentinel auth-pass %s %s".formatted(service, primary.password()));
    lines.add("sentinel sentinel-pass " + primary.password());
    for (String setting : settings) {
      int space = setting.indexOf(' ');
      lines.add(
          "sentinel %s %s%s"
              .formatted(setting.substring(0, space), service, setting.substring(space)));
    }
    return start(primary.program, primary.password(), List.of("--sentinel"), lines);
  }

  /** Starts a server that does not put off what a replica asks for. */
  public static EmbeddedRedis startPrimary(ServerProgram program, List<String> settings) {
    List<String> more = new ArrayList<>(settings);
    // It would wait for more replicas, and there are none.
    more.addAll(List.of("--repl-diskless-sync-delay", "0"));
    return start(program, more);
  }

  /** Starts a replica of another server, and waits until it has what that one has. */
  public static EmbeddedRedis startReplica(EmbeddedRedis primary, List<String> settings) {
    String port = Integer.toString(primary.address().port());
    List<String> more = new ArrayList<>(settings);
    more.addAll(List.of("--replicaof", primary.address().host(), port));
    EmbeddedRedis replica = startBeside(primary, more);
    try {
      replica.awaitInfo("master_link_status:up");
    } catch (UnavailableException e) {
      replica.close();
      throw e;
    }
    return replica;
  }

  /** Starts the server that the lab carries, whatever others there are. */
  public static EmbeddedRedis startCarried() {
    return start(ServerProgram.CARRIED, newPassword(), List.of(), List.of());
  }

  private static EmbeddedRedis start(
      ServerProgram program, String password, List<String> settings, List<String> configuration) {
    return start(program, password, settings, configuration, EmbeddedRedis::freePort);
  }

  /** Starts a server on the first of some ports that nobody else has. */
  static EmbeddedRedis startOn(IntSupplier ports) {
    return start(ServerProgram.LOCAL, newPassword(), List.of(), List.of(), ports);
  }

  private static EmbeddedRedis start(
      ServerProgram program,
      String password,
      List<String> settings,
      List<String> configuration,
      IntSupplier ports) {
    Path folder = TemporaryFolders.create("redis");
    try {
      RedisBinary binary = program.in(folder);
      for (int attempt = 1; ; attempt++) {
        EmbeddedRedis redis =
            new EmbeddedRedis(
                program,
                new Launch(binary, folder, ports.getAsInt(), password, settings, configuration));
        if (redis.awaitReady()) {
          return redis;
        }
        String why = redis.launch.lastWords();
        Subprocess.end(redis.process, GRACE_MILLIS);
        // Somebody else may have taken the port in the meantime.
        if (attempt == TRIES || !redis.launch.hasSaid(TAKEN)) {
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

  /** Whether it was started to be a node of a cluster. */
  public boolean isClusterNode() {
    return launch.settings().contains(CLUSTER);
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
      process = launched();
    } catch (IOException e) {
      throw new UnavailableException("the embedded Redis does not start again: " + e.getMessage());
    }
    if (!awaitReady()) {
      throw new UnavailableException(
          "the embedded Redis does not start again: " + launch.lastWords());
    }
  }

  /** In a container of a name that none has had, as the one before may not quite be gone. */
  private Process launched() throws IOException {
    starts++;
    return launch.start(container());
  }

  private String container() {
    return launch.folder().getFileName() + "-" + starts;
  }

  /**
   * The server's process, for those who want to kill or freeze it.
   *
   * @throws UnavailableException if it is in a container whose processes cannot be seen from here
   */
  public ProcessHandle server() {
    if (launch.binary().image() != null) {
      return Subprocess.inContainer(container());
    }
    Optional<String> guardian = process.info().command();
    return process
        .children()
        .filter(child -> !child.info().command().equals(guardian))
        .findFirst()
        .orElse(process.toHandle());
  }

  @Override
  public void close() {
    Subprocess.end(process, GRACE_MILLIS);
    TemporaryFolders.delete(launch.folder());
  }

  /**
   * How the server is started.
   *
   * @param settings what may be seen in its command line
   * @param configuration further lines for its file
   */
  private record Launch(
      RedisBinary binary,
      Path folder,
      int port,
      String password,
      List<String> settings,
      List<String> configuration) {

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
      lines.addAll(configuration);
      Files.write(folder.resolve(CONFIGURATION), lines);
      Files.writeString(passwordFile(), password);
    }

    Process start(String container) throws IOException {
      List<String> command = new ArrayList<>();
      if (Subprocess.onPath("sh") != null) {
        command.addAll(List.of("sh", "-c", GUARDIAN, "sh", folder.toString()));
      }
      command.addAll(binary.command(folder, container));
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

    boolean hasSaid(String words) throws IOException {
      return Files.readString(log()).contains(words);
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

  private String password() {
    return launch.password();
  }

  private boolean awaitReady() {
    return awaits(new CommandArguments(Command.INFO), said -> said.contains(ANSWERS));
  }

  /**
   * Waits until what it says of itself in INFO has that in it.
   *
   * @throws UnavailableException if that takes too long
   */
  void awaitInfo(String state) {
    await(state, new CommandArguments(Command.INFO), said -> said.contains(state));
  }

  /**
   * Waits until it answers a command as it should.
   *
   * @throws UnavailableException if that takes too long
   */
  void await(String what, CommandArguments command, Predicate<String> answer) {
    if (!awaits(command, answer)) {
      throw new UnavailableException(
          "the embedded Redis does not come to '%s': %s".formatted(what, launch.lastWords()));
    }
  }

  private boolean awaits(CommandArguments command, Predicate<String> answer) {
    long deadline = System.nanoTime() + READY_NANOS;
    try (Link link = address.link("locklab-start")) {
      while (System.nanoTime() < deadline && process.isAlive()) {
        try {
          if (answer.test(Replies.text(link.call(command)))) {
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

  private static int freePort() {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() <= HIGHEST_PORT) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UnavailableException("no port is free: " + Errors.rootMessage(e));
      }
    }
  }
}
