package dev.locklab.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier tells its workers. Every order is the whole of what it wants, and it is repeated
 * until it is obeyed: a lost message costs time, never sense.
 *
 * <p>Orders and reports travel by publish and subscribe. Those commands go through even when the
 * server is out of memory or read-only, which is when a worker has the most to tell.
 *
 * @param lab id of the lab that gives the order
 * @param open whether workers that were not started by the lab may join it
 * @param phase what to do
 * @param run the run it is about; its settings are kept at the control under {@link #specKey}
 * @param team the workers that take part, in the order in which deltas are dealt
 * @param received ids of the workers whose tallies have arrived
 * @param gates where threads are to stop; a run that has none when it is prepared never has any
 */
public record Order(
    @JsonProperty(required = true) String lab,
    boolean open,
    @JsonProperty(required = true) Phase phase,
    @Nullable String run,
    List<Member> team,
    List<String> received,
    List<Breakpoint> gates) {

  /** The channel orders are published on. */
  public static final String CHANNEL = "locklab:orders";

  public Order {
    team = team == null ? List.of() : List.copyOf(team);
    received = received == null ? List.of() : List.copyOf(received);
    gates = gates == null ? List.of() : List.copyOf(gates);
  }

  /** What workers are to do. */
  public enum Phase {
    /** Join this lab and wait. */
    RECRUIT,
    /** Connect, warm up, and report ready. */
    PREPARE,
    /** The gate is open: work. */
    GO,
    /** Stop working, and report what was done. */
    STOP,
    /** Leave the lab. */
    DISMISS
  }

  /**
   * A worker of the team.
   *
   * @param id what the worker calls itself, unique among all workers
   * @param name what it is called in this run, unique within the run
   */
  public record Member(String id, String name) {}

  /** Where the settings of a run are kept. */
  public static String specKey(String run) {
    return "{locklab:" + run + "}:spec";
  }
}
