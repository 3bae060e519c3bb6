package dev.locklab.strategy.spring;

import dev.locklab.account.Account;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Workbench;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;
import org.springframework.integration.support.locks.LockRegistry;

/** A worker JVM's registry. */
final class Registry implements AutoCloseable {

  private final RedisLockRegistry registry;

  private Registry(RegistryLock strategy, Workbench bench) {
    long lease = Objects.requireNonNullElse(bench.workload().lease(), strategy.lease()).toMillis();
    this.registry =
        new RedisLockRegistry(
            SpringConnections.subject(bench), bench.keys().key(RegistryLock.REGISTRY), lease);
    if (strategy.isTold()) {
      registry.setRedisLockType(RedisLockType.PUB_SUB_LOCK);
    }
  }

  static LockStrategy.Entrance entrance(
      RegistryLock strategy, Workbench bench, Account account, boolean givesUp) {
    Registry shared = bench.shared(Registry.class, parts -> new Registry(strategy, parts));
    long patience = bench.workload().waitFor().toMillis();
    return () -> {
      // Through the interface: what the registry's own method returns has changed with its
      // versions.
      LockRegistry<? extends Lock> locks = shared.registry;
      Lock lock = locks.obtain(RegistryLock.LOCK);
      if (givesUp) {
        return lock.tryLock(patience, TimeUnit.MILLISECONDS) ? account.enter(lock::unlock) : null;
      }
      lock.lockInterruptibly();
      return account.enter(lock::unlock);
    };
  }

  @Override
  public void close() {
    registry.destroy();
  }
}
