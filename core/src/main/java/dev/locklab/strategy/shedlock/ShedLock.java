package dev.locklab.strategy.shedlock;

import com.google.auto.service.AutoService;
import dev.locklab.strategy.Strategy;

/** ShedLock as it is made: whoever unlocks late may delete the lock of a successor. */
@AutoService(Strategy.class)
public final class ShedLock extends Provided {

  @Override
  public String name() {
    return "shedlock";
  }

  @Override
  public String summary() {
    return "ShedLock over Redis, by Spring Data: SET NX PX, and DEL whoever holds it; polled";
  }

  @Override
  public boolean releasesBlindly() {
    return true;
  }

  @Override
  boolean isSafe() {
    return false;
  }
}
