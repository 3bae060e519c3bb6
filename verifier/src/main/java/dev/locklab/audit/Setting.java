package dev.locklab.audit;

import dev.locklab.run.RunSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment varies besides the strategy.
 *
 * @param workers how many worker JVMs
 * @param threads threads in each
 * @param think time between read and write
 * @param pause time between two updates of a thread
 * @param lease lease of the lock; absent to let the strategy renew it, or use its own
 */
public record Setting(
    int workers, int threads, Duration think, Duration pause, @Nullable Duration lease) {

  /** The setting of that run. */
  public static Setting of(RunSpec spec) {
    return new Setting(spec.workers(), spec.threads(), spec.think(), spec.pause(), spec.lease());
  }
}
