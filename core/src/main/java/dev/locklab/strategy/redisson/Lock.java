package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Strategy;
import java.util.Set;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** Redisson's {@code RLock}, blocking: whoever comes second waits, however long it takes. */
@AutoService(Strategy.class)
public final class Lock extends WaitedFor {

  @Override
  public String name() {
    return "lock";
  }

  @Override
  public String summary() {
    return "Redisson RLock.lock(): whoever comes second waits until the lock is free";
  }

  @Override
  public String reference() {
    return "Redisson: locks and synchronizers, Lock";
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE);
  }

  @Override
  boolean mayGiveUp(RunSpec spec) {
    return false;
  }

  @Override
  RLock lock(RedissonClient redisson, String name) {
    return redisson.getLock(name);
  }
}
