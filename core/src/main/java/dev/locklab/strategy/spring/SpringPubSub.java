package dev.locklab.strategy.spring;

import com.google.auto.service.AutoService;
import dev.locklab.strategy.Strategy;

/** Spring's registry with {@code PUB_SUB_LOCK}: whoever waits is told when the lock is free. */
@AutoService(Strategy.class)
public final class SpringPubSub extends RegistryLock {

  @Override
  public String name() {
    return "spring-pubsub";
  }

  @Override
  public String summary() {
    return "Spring Integration RedisLockRegistry, PUB_SUB_LOCK: whoever waits is told";
  }

  @Override
  boolean isTold() {
    return true;
  }
}
