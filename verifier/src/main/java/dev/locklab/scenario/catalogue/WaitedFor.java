package dev.locklab.scenario.catalogue;

import dev.locklab.scenario.Scenario;
import dev.locklab.strategy.Strategy;

/** Somebody waits for a lock whose keys show that it is held; what leaves at once does not wait. */
abstract class WaitedFor implements Scenario {

  @Override
  public boolean appliesTo(Strategy strategy) {
    return strategy.showsItsLock() && strategy.waits();
  }
}
