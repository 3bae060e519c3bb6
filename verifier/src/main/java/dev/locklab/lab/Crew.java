package dev.locklab.lab;

import java.time.Duration;

/**
 * Who works: JVMs that the lab starts itself, or workers that others have started.
 *
 * @param own whether the lab starts them
 * @param count how many
 * @param andMore whether workers beyond that many take part too: all that have come once nobody new
 *     has come for {@link #SETTLES}
 * @param patience how long to wait for workers that others start
 */
public record Crew(boolean own, int count, boolean andMore, Duration patience) {

  // Longer than a dead worker still counts as present.
  static final Duration SETTLES = Duration.ofSeconds(6);

  /** How long a JVM of our own may take to start on a busy machine. */
  private static final Duration STARTS = Duration.ofSeconds(60);

  public Crew {
    if (count < 1) {
      throw new IllegalArgumentException("there must be at least 1 worker, not " + count);
    }
  }

  /** Worker JVMs started by the lab. */
  public static Crew own(int count) {
    return new Crew(true, count, false, STARTS);
  }

  /** Exactly that many workers that others have started, the first by name. */
  public static Crew join(int count, Duration patience) {
    return new Crew(false, count, false, patience);
  }

  /** All workers that others have started, that many at the least. */
  public static Crew joinAtLeast(int count, Duration patience) {
    return new Crew(false, count, true, patience);
  }
}
