package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.strategy.Strategy;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** Redisson's {@code RSpinLock}: those who wait are not told that the lock is free, they ask. */
@AutoService(Strategy.class)
public final class Spin extends WaitedFor {

  @Override
  public String name() {
    return "spin";
  }

  @Override
  public String summary() {
    return "Redisson RSpinLock: whoever comes second asks again with back-off, without pub/sub";
  }

  @Override
  public String reference() {
    return "Redisson: locks and synchronizers, Spin Lock";
  }

  @Override
  RLock lock(RedissonClient redisson, String name) {
    return redisson.getSpinLock(name);
  }
}
