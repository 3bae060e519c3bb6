package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.strategy.Strategy;

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

  @Override
  public Workload.Builder workload() {
    return super.workload().lease(null);
  }
}
