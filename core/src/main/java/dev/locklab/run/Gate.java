package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a thread is to stop until it is told to go on. An order that repeats a gate changes
 * nothing, and one with more passes lets the thread through; passes are never taken back.
 *
 * @param worker the worker's name in the run
 * @param thread index of the thread within its worker
 * @param stage where it stops
 * @param passes how often it may go through, counted from the beginning of the run
 */
public record Gate(
    @JsonProperty(required = true) String worker,
    @JsonProperty(required = true) int thread,
    @JsonProperty(required = true) Stage stage,
    @JsonProperty(required = true) long passes) {

  /** A closed gate. */
  public Gate(String worker, int thread, Stage stage) {
    this(worker, thread, stage, 0);
  }

  /** The gate with that many passes in all. */
  public Gate passes(long total) {
    return new Gate(worker, thread, stage, total);
  }
}
