package dev.locklab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.exit.UnavailableException;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.lab.EmbeddedCluster;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.IncidentJvm;
import dev.locklab.lab.Interruptible;
import dev.locklab.lab.Libraries;
import dev.locklab.lab.ServerProgram;
import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.Strategies;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Does incidents again, each on a server and in a JVM of its own, which has the incident's library
 * in the version that is wanted ahead of its class path. Several threads may do so at once.
 */
public final class IncidentPlayer implements Interruptible {

  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final Libraries libraries;
  private final ServerProgram program;
  private final Set<Thread> playing = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String stop;

  /**
   * A player.
   *
   * @param libraries where the libraries are had from
   * @param program what its servers are
   */
  public IncidentPlayer(Libraries libraries, ServerProgram program) {
    this.libraries = libraries;
    this.program = program;
  }

  /** With which version an incident is done again. */
  public enum Side {
    BROKEN,
    MENDED
  }

  /**
   * What was seen, and with what.
   *
   * @param loaded the library's version as it was loaded; empty if it was not
   */
  public record Seen(Observation observation, String loaded) {}

  /** The version of a side; null if nobody has repaired it. */
  public static @Nullable String version(Incident incident, Side side) {
    return side == Side.BROKEN ? incident.broken() : incident.mended();
  }

  /**
   * Has the library of a side fetched, if it is not there.
   *
   * @throws UnavailableException saying what is missing
   */
  public String classPath(Incident incident, Side side) {
    return libraries.classPath(
        Strategies.named(incident.strategy() + "@" + version(incident, side)));
  }

  /**
   * Does it again.
   *
   * @throws UnavailableException if library, server or JVM cannot be had
   * @throws InterruptedException if it is stopped
   */
  public Seen play(Incident incident, Side side) throws InterruptedException {
    playing.add(Thread.currentThread());
    try {
      if (stop != null) {
        throw new InterruptedException(stop);
      }
      return playOn(incident, side);
    } finally {
      playing.remove(Thread.currentThread());
    }
  }

  private Seen playOn(Incident incident, Side side) throws InterruptedException {
    String classPath = classPath(incident, side);
    if (incident.needsCluster()) {
      try (EmbeddedCluster cluster = new EmbeddedCluster(program, List.of())) {
        return play(incident, side, classPath, cluster.address());
      }
    }
    try (EmbeddedRedis server = EmbeddedRedis.start(program, List.of())) {
      return play(incident, side, classPath, server.address());
    }
  }

  private static Seen play(Incident incident, Side side, String classPath, RedisAddress server)
      throws InterruptedException {
    boolean remedied = side == Side.MENDED && incident.remedy() != null;
    JsonNode said =
        IncidentJvm.run(
            classPath, server, List.of(incident.name(), Boolean.toString(remedied)), PATIENCE);
    if (said == null) {
      return new Seen(
          Observation.undecided(
              "its JVM has said nothing within %s s".formatted(PATIENCE.toSeconds())),
          "");
    }
    return new Seen(
        new Observation(
            Observation.Outcome.valueOf(said.path("outcome").asText()),
            said.path("evidence").asText()),
        said.path("loaded").asText());
  }

  @Override
  public void stop(String why) {
    stop = why;
    playing.forEach(Thread::interrupt);
  }

  @Override
  public boolean isStopped() {
    return stop != null;
  }

  /** Nothing outlives what was played. */
  @Override
  public void close() {}
}
