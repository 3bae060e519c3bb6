package dev.locklab.interleaving;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What came of a crowd of threads that each tried once to get into the critical section, while
 * whoever got in stayed there until all others had been answered or stood in line. Threads are
 * named {@code w1#7}.
 *
 * @param inside who was inside at that moment
 * @param waiting who stood in line
 * @param through who had done with its update: it was told that the lock is taken, or needed none
 */
public record Crowd(
    @JsonProperty(required = true) List<String> inside,
    @JsonProperty(required = true) List<String> waiting,
    @JsonProperty(required = true) List<String> through) {

  public Crowd {
    inside = List.copyOf(inside);
    waiting = List.copyOf(waiting);
    through = List.copyOf(through);
  }

  /** How many threads there were. */
  public int size() {
    return inside.size() + waiting.size() + through.size();
  }
}
