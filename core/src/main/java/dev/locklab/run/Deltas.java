package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which amounts the updates of a run have. The same settings give the same amounts, so a delta need
 * not be sent or stored with its update: thread and sequence number determine it.
 *
 * @param list amounts dealt to the workers in turn, or absent for random ones from the run's seed,
 *     uniform in -100..100 without 0
 * @param once whether each amount of the list is applied exactly once instead of over and over
 * @param cents whether the amounts were given with decimals, and are cents
 */
public record Deltas(
    @Nullable List<Long> list,
    @JsonProperty("once") boolean once,
    @JsonProperty("cents") @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean cents) {

  /** Random amounts from the run's seed. */
  public static final Deltas UNIFORM = new Deltas(null, false, false);

  private static final int SPAN = 100;

  public Deltas {
    if (list != null) {
      list = Required.list("deltas", list);
      if (list.isEmpty()) {
        throw new IllegalArgumentException("a list of deltas must not be empty");
      }
      if (list.contains(0L)) {
        throw new IllegalArgumentException("a delta of 0 changes nothing and cannot be lost");
      }
    }
  }

  /** Amounts dealt to the workers in turn, over and over. */
  public static Deltas dealt(List<Long> list) {
    return new Deltas(list, false, false);
  }

  /** Amounts dealt to the workers in turn, each once. */
  public static Deltas eachOnce(List<Long> list) {
    return new Deltas(list, true, false);
  }

  /** The same amounts, told to be cents or not to be. */
  public Deltas inCents(boolean cents) {
    return new Deltas(list, once, cents);
  }

  /**
   * The amount of one update.
   *
   * @param workload of the run
   * @param worker the worker's index in the team, from 0
   */
  long delta(Workload workload, int worker, int thread, long seq) {
    if (list == null) {
      long mixed = mix(mix(mix(workload.seed() + worker) + thread) + seq);
      long amount = Math.floorMod(mixed, 2L * SPAN) - SPAN;
      return amount < 0 ? amount : amount + 1;
    }
    return list.get((int) (place(workload, worker, thread, seq) % list.size()));
  }

  /** How many updates the list has in store for one thread. */
  long inStore(Workload workload, int worker, int thread) {
    if (list == null || !once) {
      return Long.MAX_VALUE;
    }
    long first = place(workload, worker, thread, 0);
    long lanes = workload.allThreads();
    return first >= list.size() ? 0 : (list.size() - 1 - first) / lanes + 1;
  }

  private static long place(Workload workload, int worker, int thread, long seq) {
    // In rounds everybody has the same amount every time: only then are rounds alike.
    long round = workload.pacing() == Workload.Pacing.ROUNDS ? 0 : seq;
    return (round * workload.threads() + thread) * workload.workers() + worker;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
