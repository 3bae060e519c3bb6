package dev.locklab.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locklab.run.SyncPoint;

/**
 * Where a thread that has gates before it is.
 *
 * @param thread index of the thread within its worker
 * @param stage the last stage it came to
 * @param visit how often it has come to that stage, this time included
 * @param moving whether it stands there, or has gone on
 */
public record ThreadPosition(
    @JsonProperty(required = true) int thread,
    @JsonProperty(required = true) SyncPoint stage,
    @JsonProperty(required = true) long visit,
    @JsonProperty(required = true) Moving moving) {

  /** Whether a thread gets on. */
  public enum Moving {
    /** It stands at the stage's gate. */
    STOPPED,
    /** It has gone on from there. */
    UNDER_WAY,
    /**
     * It has gone on from there, and has come to no further stage in a time in which its JVM made
     * far more round trips to the store than the way takes: something holds it back.
     */
    HELD_BACK
  }

  /** Whether it stands at a gate of that stage. */
  public boolean stoppedAt(SyncPoint where) {
    return moving == Moving.STOPPED && stage == where;
  }
}
