package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.ServerInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.error.OsArchitectureNotFound;

/**
 * A server program. The one that the lab carries is of a line that gets no more repairs (Redis
 * 6.2), so a newer redis-server or valkey-server of the PATH goes before it.
 *
 * @param file where it is; in the image, if there is one
 * @param name redis or valkey
 * @param version what it says of itself, such as 7.0.15
 * @param image the container image that it is in; null where it is on this machine
 */
record RedisBinary(Path file, String name, String version, @Nullable String image) {

  /** The variable that names the program to run, whatever others there are. */
  static final String NAMED = "LOCKLAB_REDIS_SERVER";

  /** The newest that the lab carries for any system; to see its own it would have to unpack it. */
  static final String CARRIED = "6.2.11";

  private static final Pattern SAID = Pattern.compile("(\\w+) server v=([0-9.]+)");
  private static final String ASK = "valkey-server --version || redis-server --version";
  private static final long PATIENCE_SECONDS = 5;

  /** ETXTBSY, as the JDK tells it. */
  private static final String BUSY = "error=26,";

  private static final int BUSY_TRIES = 100;
  private static final long BUSY_MILLIS = 20;

  private static final Comparator<RedisBinary> BY_VERSION =
      Comparator.comparing(RedisBinary::numbers, Arrays::compare);

  /**
   * The program to run.
   *
   * @param folder where the one that the lab carries is unpacked, if it is wanted
   * @throws UnavailableException if there is none that runs here
   */
  static RedisBinary choose(Path folder) {
    String named = System.getenv(NAMED);
    if (named != null && !named.isBlank()) {
      return of(Path.of(named), NAMED + "=" + named + " is no Redis server that runs here");
    }
    RedisBinary installed = installed();
    if (installed != null && installed.isNewerThan(CARRIED)) {
      return installed;
    }
    try {
      return carried(folder);
    } catch (UnavailableException e) {
      if (installed != null) {
        return installed;
      }
      throw new UnavailableException(
          e.getMessage()
              + ", and there is no redis-server or valkey-server on the PATH; install one, or name"
              + " a Redis with --redis");
    }
  }

  /**
   * The program that the lab carries.
   *
   * @throws UnavailableException if there is none for this system
   */
  static RedisBinary carried(Path folder) {
    try {
      Path file = ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
      return of(file, "the Redis that the lab carries does not run here");
    } catch (IOException | OsArchitectureNotFound e) {
      throw new UnavailableException("the lab carries no Redis for this system");
    }
  }

  /**
   * The program of a container image.
   *
   * @throws UnavailableException if there is none, or Docker does not run it
   */
  static RedisBinary ofImage(String image) {
    List<String> ask =
        List.of(
            "docker", "run", "--rm", "--network", "none", "--entrypoint", "sh", image, "-c", ASK);
    String said;
    try {
      Process process = new ProcessBuilder(ask).redirectErrorStream(true).start();
      process.getOutputStream().close();
      said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UnavailableException("no server of an image can be run: there is no docker here");
    }
    Matcher version = SAID.matcher(said);
    if (!version.find()) {
      throw new UnavailableException(
          "no server of the image %s can be run: %s".formatted(image, inDockersWords(said)));
    }
    String name = version.group(1).toLowerCase(Locale.ROOT);
    return new RedisBinary(Path.of(name + "-server"), name, version.group(2), image);
  }

  /** What Docker says of a failure, without what it adds of its own help; else the last line. */
  private static String inDockersWords(String said) {
    String docker = "docker: ";
    return said.lines()
        .filter(line -> line.startsWith(docker))
        .findFirst()
        .map(line -> line.substring(docker.length()))
        .orElseGet(() -> said.lines().reduce("", (first, last) -> last));
  }

  /**
   * What starts it.
   *
   * @param folder where its files are
   * @param container what its container is called, if it runs in one
   */
  List<String> command(Path folder, String container) {
    if (image == null) {
      return List.of(file.toString());
    }
    return List.of(
        "docker",
        "run",
        "--rm",
        "--name",
        container,
        "--network",
        "host",
        "--user",
        owner(folder, "unix:uid") + ":" + owner(folder, "unix:gid"),
        "--cap-drop",
        "ALL",
        "--security-opt",
        "no-new-privileges",
        "--volume",
        folder + ":" + folder,
        "--entrypoint",
        file.toString(),
        image);
  }

  private static String owner(Path folder, String attribute) {
    try {
      return Files.getAttribute(folder, attribute).toString();
    } catch (IOException e) {
      throw new UnavailableException("no owner of " + folder + ": " + e.getMessage());
    }
  }

  private static @Nullable RedisBinary installed() {
    return Stream.of("redis-server", "valkey-server")
        .map(Subprocess::onPath)
        .filter(Objects::nonNull)
        .map(RedisBinary::ask)
        .filter(Objects::nonNull)
        .max(BY_VERSION)
        .orElse(null);
  }

  private static RedisBinary of(Path file, String otherwise) {
    RedisBinary binary = ask(file);
    if (binary == null) {
      throw new UnavailableException(otherwise);
    }
    return binary;
  }

  /** What a program says of itself; null if it does not run, or is something else. */
  static @Nullable RedisBinary ask(Path file) {
    try {
      Process process = started(file);
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = SAID.matcher(said);
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && version.find()
          ? new RedisBinary(file, version.group(1).toLowerCase(Locale.ROOT), version.group(2), null)
          : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /**
   * Starts it. What another thread starts just then may still have the file open for writing that
   * has been unpacked here, until it is its own program; the system runs no file that somebody
   * writes to.
   */
  private static Process started(Path file) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
      } catch (IOException e) {
        if (attempt == BUSY_TRIES || !String.valueOf(e.getMessage()).contains(BUSY)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(BUSY_MILLIS);
      }
    }
  }

  /** Whether its version is later, number by number. */
  boolean isNewerThan(String other) {
    return Arrays.compare(numbers(), numbers(other)) > 0;
  }

  /** Settings against other users of the machine that this version knows. */
  List<String> restrictions() {
    List<String> known = new ArrayList<>();
    if (isNewerThan("6.9")) {
      known.add("enable-protected-configs no");
      known.add("enable-debug-command no");
      known.add("enable-module-command no");
    }
    return known;
  }

  private int[] numbers() {
    return numbers(version);
  }

  private static int[] numbers(String version) {
    return Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public String toString() {
    return ServerInfo.inWords(name, version);
  }
}
