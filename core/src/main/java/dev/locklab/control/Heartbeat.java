package dev.locklab.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells its verifier. Every report is the whole of how it stands; being repeated it
 * is the worker's heartbeat as well.
 *
 * @param id what the worker calls itself, unique among all workers
 * @param name what it would like to be called
 * @param version the version of the lab's jar that it runs; absent in versions before 1.0
 * @param libraries versions of the libraries that it has loaded, by their names
 * @param lab the lab it has joined
 * @param standing what it is doing
 * @param run the run it is doing it for
 * @param done updates it has done with in this run, whatever their outcome; while it prepares,
 *     those of the rehearsal
 * @param applied those of them that were acknowledged
 * @param stale acknowledged writes that it saw overwrite something
 * @param trouble why it could not prepare
 * @param places where its threads are, if they have gates before them
 * @param part a part of its tallies, when it has done
 */
public record Heartbeat(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String name,
    @Nullable String version,
    Map<String, String> libraries,
    @Nullable String lab,
    @JsonProperty(required = true) Standing standing,
    @Nullable String run,
    long done,
    long applied,
    long stale,
    @Nullable String trouble,
    List<ThreadPosition> places,
    @Nullable Part part) {

  public Heartbeat {
    libraries = libraries == null ? Map.of() : Map.copyOf(libraries);
    places = places == null ? List.of() : List.copyOf(places);
  }

  /** A report of a worker that is not at work. */
  public Heartbeat(
      String id, String name, @Nullable String version, @Nullable String lab, Standing standing) {
    this(id, name, version, Map.of(), lab, standing, null, 0, 0, 0, null, List.of(), null);
  }

  /** The channel reports are published on. */
  public static final String CHANNEL = "locklab:reports";

  /** How often a worker reports, and a verifier repeats its order, in milliseconds. */
  public static final long BEAT_MILLIS = 200;

  /** This report with a part of the tallies. */
  public Heartbeat with(Part of) {
    return copy(libraries, of);
  }

  /** This report with the versions that its worker has loaded. */
  public Heartbeat with(Map<String, String> loaded) {
    return copy(loaded, part);
  }

  private Heartbeat copy(Map<String, String> loaded, @Nullable Part of) {
    return new Heartbeat(
        id, name, version, loaded, lab, standing, run, done, applied, stale, trouble, places, of);
  }

  /** What a worker is doing. */
  public enum Standing {
    IDLE,
    PREPARING,
    READY,
    WORKING,
    DONE,
    LEFT
  }

  /**
   * A part of a text that may be too long for one message.
   *
   * @param index which part, from 0
   * @param of how many there are
   */
  public record Part(int index, int of, String text) {}
}
