package dev.locklab.strategy.spring;

import com.google.auto.service.AutoService;
import dev.locklab.strategy.Strategy;

/** Spring's registry as it is made: whoever waits asks again every 100 ms. */
@AutoService(Strategy.class)
public final class Spring extends RegistryLock {

  @Override
  public String name() {
    return "spring";
  }

  @Override
  public String summary() {
    return "Spring Integration RedisLockRegistry: whoever waits asks again every 100 ms";
  }

  @Override
  boolean isTold() {
    return false;
  }
}
