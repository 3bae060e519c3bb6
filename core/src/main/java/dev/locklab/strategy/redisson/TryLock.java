package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Strategy;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/**
 * Redisson's {@code RLock}, asked with {@code tryLock}: whoever comes second is told at once that
 * the lock is taken, or after having waited that long.
 */
@AutoService(Strategy.class)
public final class TryLock extends WaitedFor {

  @Override
  public String name() {
    return "trylock";
  }

  @Override
  public boolean waits() {
    return false;
  }

  @Override
  public String summary() {
    return "Redisson RLock.tryLock(): whoever comes second is told it is taken, and comes back later";
  }

  @Override
  public String reference() {
    return "Redisson: locks and synchronizers, Lock";
  }

  @Override
  boolean mayGiveUp(RunSpec spec) {
    return true;
  }

  @Override
  RLock lock(RedissonClient redisson, String name) {
    return redisson.getLock(name);
  }
}
