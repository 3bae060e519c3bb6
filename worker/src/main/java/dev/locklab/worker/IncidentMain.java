package dev.locklab.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.exit.Exit;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Incidents;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.incident.Undecided;
import dev.locklab.options.EnvironmentDefaults;
import dev.locklab.options.Uncaught;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A JVM that does an incident again, with the library that is ahead on its class path, and prints
 * what was seen as its last line: an {@link Observation} in JSON, and the version that was loaded
 * as {@code loaded}. Arguments: the incident, whether it is remedied, and the part of a JVM that
 * another one has started. It ends with whoever started it.
 */
public final class IncidentMain {

  private IncidentMain() {}

  /**
   * Does it.
   *
   * @param args as above
   */
  public static void main(String... args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Uncaught.install("incident");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    WorkerMain.leaveWithParent();
    Incident incident = Incidents.find(args[0]).orElseThrow();
    RedisAddress server =
        RedisAddress.parse(
            Objects.requireNonNull(System.getenv(EnvironmentDefaults.variable("--redis"))));
    boolean remedied = Boolean.parseBoolean(args[1]);
    Stage stage = new Stage(incident, server, remedied, part -> start(part, args));
    if (args.length > 2) {
      incident.play(args[2], stage);
    } else {
      print(incident, reenacted(incident, stage));
    }
    // Threads of the library must not keep it alive, nor one that waits its end from coming.
    System.out.flush();
    Runtime.getRuntime().halt(Exit.OK);
  }

  private static Observation reenacted(Incident incident, Stage stage) {
    try {
      return incident.reenact(stage);
    } catch (Undecided e) {
      return Observation.undecided(String.valueOf(e.getMessage()));
    } catch (Exception | LinkageError e) {
      return Observation.undecided(Errors.named(e));
    }
  }

  private static void print(Incident incident, Observation seen) throws JsonProcessingException {
    Map<String, Object> said = new TreeMap<>();
    said.put("outcome", seen.outcome());
    said.put("evidence", seen.evidence());
    said.put("loaded", Objects.requireNonNullElse(incident.library().loaded(), ""));
    System.out.println();
    System.out.println(Json.MAPPER.writeValueAsString(said));
  }

  private static Process start(String part, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(IncidentMain.class.getName(), args[0], args[1], part));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
