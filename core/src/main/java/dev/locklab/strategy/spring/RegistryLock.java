package dev.locklab.strategy.spring;

import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import dev.locklab.options.Versions;
import dev.locklab.run.Promise;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A lock of Spring Integration's {@code RedisLockRegistry}, whose threads of one JVM queue at a
 * {@code ReentrantLock} first, so that one of them at a time asks Redis.
 *
 * <p>A lock is granted for a time, 60 s unless the run says otherwise, and not renewed here; a
 * holder that has outlived it is told so when it unlocks. Nothing is promised of fairness between
 * JVMs.
 */
abstract class RegistryLock extends LockStrategy {

  /** How the registry's keys begin. */
  static final String REGISTRY = "spring";

  /** The key of the one lock in the registry. */
  static final String LOCK = "lock";

  /**
   * Whether who waits is told that the lock is free, by pub/sub, instead of asking over and over.
   */
  abstract boolean isTold();

  @Override
  public Library library() {
    return new Library(
        "org.springframework.integration:spring-integration-redis",
        Versions.built("spring-integration"),
        isTold() ? "5.5.13" : "5.2.0.RELEASE",
        "org.springframework.integration.redis.util.RedisLockRegistry",
        List.of("io.lettuce:lettuce-core"));
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(60);
  }

  @Override
  public String reference() {
    return "Spring Integration: Redis support, Redis Lock Registry";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account, uncontended";
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return List.of(keys.key(REGISTRY) + ":" + LOCK);
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE, Setting.WAIT, Setting.ON_BUSY);
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    return entering(bench, account, Registry.lock(this, bench));
  }
}
