package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.strategy.Strategy;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/**
 * The write lock of Redisson's {@code RReadWriteLock}: it keeps out readers and writers, and all
 * who change the balance are writers here.
 */
@AutoService(Strategy.class)
public final class ReadWrite extends WaitedFor {

  @Override
  public String name() {
    return "redisson-readwrite";
  }

  @Override
  public String summary() {
    return "Redisson RReadWriteLock.writeLock(): keeps out readers and other writers";
  }

  @Override
  public String reference() {
    return "Redisson: locks and synchronizers, ReadWriteLock";
  }

  @Override
  RLock lock(RedissonClient redisson, String name) {
    return redisson.getReadWriteLock(name).writeLock();
  }
}
