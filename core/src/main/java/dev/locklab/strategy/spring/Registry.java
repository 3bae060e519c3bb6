package dev.locklab.strategy.spring;

import dev.locklab.account.AccountKeys;
import dev.locklab.strategy.Workbench;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;
import org.springframework.integration.support.locks.LockRegistry;

/** A worker JVM's registry. */
final class Registry implements AutoCloseable {

  private final RedisLockRegistry registry;

  private Registry(RegistryLock strategy, Workbench bench) {
    long lease = bench.spec().heldFor().toMillis();
    // Whoever asks first may be warming up, and the registry's keys are those of the run.
    String keys = new AccountKeys(bench.spec().run()).key(RegistryLock.REGISTRY);
    this.registry = new RedisLockRegistry(SpringConnections.subject(bench), keys, lease);
    if (strategy.isTold()) {
      registry.setRedisLockType(RedisLockType.PUB_SUB_LOCK);
    }
  }

  /** Gives the lock of this JVM's registry. */
  static Supplier<Lock> lock(RegistryLock strategy, Workbench bench) {
    Registry shared = bench.shared(Registry.class, parts -> new Registry(strategy, parts));
    // Through the interface: what the registry's own method returns has changed with its versions.
    LockRegistry<? extends Lock> locks = shared.registry;
    return () -> locks.obtain(RegistryLock.LOCK);
  }

  @Override
  public void close() {
    registry.destroy();
  }
}
