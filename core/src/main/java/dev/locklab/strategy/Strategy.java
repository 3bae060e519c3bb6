package dev.locklab.strategy;

import dev.locklab.account.AccountKeys;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
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

  /**
   * The library that its lock is of, where users may want it in another version, or where the lab
   * does not carry it.
   *
   * @return null for what the lab has itself
   */
  default @Nullable Library library() {
    return null;
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
  default Workload.Builder demonstration() {
    return Workload.builder().updates(100L).think(Duration.ofMillis(1));
  }

  /**
   * Keys at the subject that are there for as long as somebody holds the lock, and only then; none
   * if there is no lock, or its keys do not show whether it is held.
   */
  default List<String> lockKeys(AccountKeys keys) {
    return List.of();
  }

  /**
   * The key at the subject that has the last fencing token, a number.
   *
   * @return null where there are no tokens
   */
  default @Nullable String tokenKey(AccountKeys keys) {
    return null;
  }

  /** Whether its updates have a critical section, in which there can be paid. */
  default boolean hasSection() {
    return false;
  }

  /** Whether it has a lock whose keys show whether it is held. */
  default boolean showsItsLock() {
    return !lockKeys(new AccountKeys("")).isEmpty();
  }

  /** Whether its updates wait for the lock also where the run gives no time for that. */
  default boolean waits() {
    return true;
  }

  /** For how long its lock is granted where the run does not say. */
  default Duration lease() {
    return RunSpec.WATCHDOG;
  }

  /**
   * Whether its lock, where the run gives no lease, is renewed for as long as its holder's JVM
   * lives.
   */
  default boolean renews() {
    return false;
  }

  /**
   * Whether its lock may stay taken for ever where its holder does not give it back: it has no
   * lease, or not from the first.
   */
  default boolean canStayTaken() {
    return false;
  }

  /**
   * Whether its queue keeps the place of a waiter that has gone, so that nobody behind it gets the
   * lock for longer than a run has patience.
   */
  default boolean keepsPlaces() {
    return false;
  }

  /**
   * Whether a release frees the lock whoever holds it by then, so that one that comes too late
   * breaks what was promised to the successor.
   */
  default boolean releasesBlindly() {
    return false;
  }

  /** The run's settings that change what this strategy does; others are ignored, and said to be. */
  default Set<Setting> honours() {
    return Set.of();
  }

  /** Points at which its updates can be stopped; every update has a beginning and an end. */
  default Set<SyncPoint> stages() {
    return EnumSet.of(SyncPoint.BEFORE_ACQUIRE, SyncPoint.AFTER_RELEASE);
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
