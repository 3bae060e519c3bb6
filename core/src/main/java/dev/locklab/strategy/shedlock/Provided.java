package dev.locklab.strategy.shedlock;

import dev.locklab.account.AccountKeys;
import dev.locklab.options.Versions;
import dev.locklab.redis.Link;
import dev.locklab.run.Promise;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Workbench;
import java.util.List;

/**
 * A lock of ShedLock's provider for Redis by Spring Data, which is made for scheduled jobs: whoever
 * finds it taken is told so at once, and here asks again. It is granted for a time, and not renewed
 * here.
 */
abstract class Provided extends PolledLock {

  /** How its keys begin. */
  static final String PREFIX = "shedlock";

  /** Names the job, as ShedLock sees it. */
  static final String JOB = "lock";

  /** Part of its keys, after the prefix. */
  static final String ENVIRONMENT = "lab";

  /** Whether it looks, when it unlocks, whose lock that is. */
  abstract boolean isSafe();

  @Override
  public Library library() {
    return new Library(
        "net.javacrumbs.shedlock:shedlock-provider-redis-spring",
        Versions.built("shedlock"),
        isSafe() ? "7.10.1" : "4.20.0",
        "net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider",
        List.of("io.lettuce:lettuce-core"));
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public String reference() {
    return "ShedLock: Redis, using Spring RedisConnectionFactory";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account, uncontended";
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return List.of(keys.key(PREFIX) + ":" + ENVIRONMENT + ":" + JOB);
  }

  @Override
  protected Latch latch(Workbench bench, Link link) {
    return ProviderLatch.bySpring(bench, isSafe(), leaseMillis(bench));
  }
}
