package dev.locklab.strategy;

import dev.locklab.redis.ServerInfo;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Stage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to apply updates to a shared balance.
 *
 * <p>A strategy is one class that names itself, says what it promises and opens an updater. Listed
 * in {@code META-INF/services/dev.locklab.strategy.Strategy} it appears by itself in the command
 * line, the tests, the legend and the reports; a jar on the class path can add its own. A lock need
 * only extend {@link LockStrategy}. Implementations have no state and a public constructor without
 * parameters.
 */
public interface Strategy {

  /** Lower-case letters, digits and dashes; unique. */
  String name();

  /** What the strategy declares of itself and is graded by. */
  Promise promise();

  /** One line: how it keeps updates out of each other's way, or that it does not. */
  String summary();

  /** Where the algorithm or its API is described, in words one can search for. */
  default String reference() {
    return "";
  }

  /** What an uncontended update costs: requests that are waited for, in words. */
  default String roundTrips() {
    return "";
  }

  /**
   * What the strategy needs that this server does not have.
   *
   * @return the servers that have it, in words; null if it can be run here
   */
  default @Nullable String needs(ServerInfo server) {
    return null;
  }

  /**
   * On how many independent servers the strategy keeps its lock, beside the subject with the
   * account; 0 for none. Where the user names none, the lab starts that many.
   *
   * @see Workbench#nodes()
   */
  default int nodes() {
    return 0;
  }

  /**
   * Settings under which four workers see what the strategy is worth: one that promises nothing
   * loses money on them, or stalls.
   */
  default RunSpec.Builder demonstration() {
    return RunSpec.of(name()).updates(100L).think(Duration.ofMillis(1));
  }

  /** For how long its lock is granted where the run does not say. */
  default Duration lease() {
    return RunSpec.WATCHDOG;
  }

  /** The run's settings that change what this strategy does; others are ignored, and said to be. */
  default Set<Setting> honours() {
    return Set.of();
  }

  /** Points at which its updates can be stopped; every update has a beginning and an end. */
  default Set<Stage> stages() {
    return EnumSet.of(Stage.BEFORE_ACQUIRE, Stage.AFTER_RELEASE);
  }

  /**
   * Opens an updater for one thread of a worker. Called once a thread before the run starts; what
   * is shared between the threads of a JVM comes from the bench.
   *
   * @throws RuntimeException if the strategy cannot work here; the run does not start
   */
  Updater open(Workbench bench);

  /** A setting of a run that only some strategies can honour. */
  enum Setting {
    LEASE("--lease"),
    WAIT("--wait"),
    ON_BUSY("--on-busy");

    private final String option;

    Setting(String option) {
      this.option = option;
    }

    public String option() {
      return option;
    }
  }
}
