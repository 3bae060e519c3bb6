package dev.locklab.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locklab.run.SyncPoint;

/**
 * Where a thread is to stop until it is told to go on. An order that repeats a gate changes
 * nothing, and one with more passes lets the thread through; passes are never taken back.
 *
 * @param worker the worker's name in the run
 * @param thread index of the thread within its worker
 * @param stage where it stops
 * @param passes how often it may go through, counted from the beginning of the run
 * @param interrupts how often it is to be interrupted on its way from there to the next stage,
 *     counted alike; what finds it elsewhere is spent
 */
public record Breakpoint(
    @JsonProperty(required = true) String worker,
    @JsonProperty(required = true) int thread,
    @JsonProperty(required = true) SyncPoint stage,
    @JsonProperty(required = true) long passes,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long interrupts) {

  /** A closed gate. */
  public Breakpoint(String worker, int thread, SyncPoint stage) {
    this(worker, thread, stage, 0);
  }

  /** A gate whose thread is not interrupted. */
  public Breakpoint(String worker, int thread, SyncPoint stage, long passes) {
    this(worker, thread, stage, passes, 0);
  }

  /** The gate with that many passes in all. */
  public Breakpoint passes(long total) {
    return new Breakpoint(worker, thread, stage, total, interrupts);
  }

  /** The gate with one more interrupt. */
  public Breakpoint interrupted() {
    return new Breakpoint(worker, thread, stage, passes, interrupts + 1);
  }
}
