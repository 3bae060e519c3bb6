package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.strategy.Strategy;
import java.util.EnumSet;
import java.util.Set;

/** What is renewed for as long as its JVM lives would be held for ever by who has given up. */
@AutoService(Scenario.class)
public final class InterruptStormWatchdog extends InterruptStorm {

  @Override
  public String name() {
    return "interrupt-storm-watchdog";
  }

  @Override
  public String story() {
    return "As interrupt-storm, and what is held is renewed by the JVM that lives on.";
  }

  @Override
  public boolean appliesTo(Strategy strategy) {
    return strategy.renews() && super.appliesTo(strategy);
  }

  /**
   * Redisson's locks, up to 4.7.0 at least, count holds that an interrupted thread was never told
   * of; then the lock is renewed for as long as its JVM lives, and the run stalls.
   */
  @Override
  public Set<Grade> expected(Promise promise) {
    return EnumSet.of(Grade.OK, Grade.UNKNOWN);
  }

  @Override
  public Workload.Builder workload() {
    return super.workload().lease(null);
  }
}
