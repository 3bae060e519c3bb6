package dev.locklab.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.exit.UnavailableException;
import dev.locklab.options.EnvironmentDefaults;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JVM in which an incident is done again, with the library of a class path. */
public final class IncidentJvm {

  private static final String MAIN = "dev.locklab.worker.IncidentMain";
  private static final long GRACE_MILLIS = 500;

  private IncidentJvm() {}

  /**
   * Starts it and waits for its end.
   *
   * @param classPath as {@link Libraries#classPath} has it
   * @param arguments of its program
   * @param patience after which it is ended
   * @return what it printed last, as JSON; null if it printed nothing or was ended
   * @throws UnavailableException if it cannot be started
   */
  public static @Nullable JsonNode run(
      String classPath, RedisAddress server, List<String> arguments, Duration patience)
      throws InterruptedException {
    Path folder = TemporaryFolders.create("incident");
    try {
      Path said = folder.resolve("out");
      Process process = start(classPath, server, arguments, folder, said);
      try {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) ? last(said) : null;
      } finally {
        Subprocess.end(process, GRACE_MILLIS);
      }
    } finally {
      TemporaryFolders.delete(folder);
    }
  }

  private static Process start(
      String classPath, RedisAddress server, List<String> arguments, Path folder, Path said) {
    List<String> command = new ArrayList<>(WorkerJvm.USUAL.on(classPath).command());
    command.add(MAIN);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(Subprocess.shielded(command));
    // By the environment and not by the command line, which every user of the machine can read.
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith(EnvironmentDefaults.variable("--")));
    environment.put(EnvironmentDefaults.variable("--redis"), server.url());
    builder.redirectOutput(said.toFile()).redirectError(folder.resolve("log").toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UnavailableException("a JVM cannot be started: " + e.getMessage());
    }
  }

  private static @Nullable JsonNode last(Path said) {
    try {
      JsonNode read = Json.MAPPER.readTree(Subprocess.lastLine(said));
      return read.isObject() ? read : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
