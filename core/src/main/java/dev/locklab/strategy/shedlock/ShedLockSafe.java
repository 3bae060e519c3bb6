package dev.locklab.strategy.shedlock;

import com.google.auto.service.AutoService;
import dev.locklab.strategy.Strategy;

/** ShedLock with {@code safeUpdate}: whoever unlocks deletes no lock but his own. */
@AutoService(Strategy.class)
public final class ShedLockSafe extends Provided {

  @Override
  public String name() {
    return "shedlock-safe";
  }

  @Override
  public String summary() {
    return "ShedLock over Redis with safeUpdate: only the holder's lock is deleted; polled";
  }

  @Override
  boolean isSafe() {
    return true;
  }
}
