package dev.locklab.strategy.handoff;

import com.google.auto.service.AutoService;
import dev.locklab.handoff.HandoffClient;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;

/** The same lock without cohorts: every update is handed on by the server. */
@AutoService(Strategy.class)
public final class HandoffDirect extends Handoff {

  @Override
  public String name() {
    return "handoff-direct";
  }

  @Override
  public String summary() {
    return "handoff without cohorts: the server hands on every update, also inside a JVM";
  }

  @Override
  public String roundTrips() {
    return "1 lock and read + 1 write and release, also when contended";
  }

  @Override
  HandoffClient connect(Workbench bench) {
    return HandoffClient.connectDirect(bench.subject(), bench.clientName());
  }
}
