package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.WorkerActor;

/** Who stands in a queue that is kept for the dead waits for them. */
@AutoService(Scenario.class)
public final class WaiterKilled extends DeafWaiter {

  @Override
  public String name() {
    return "waiter-killed";
  }

  @Override
  public String story() {
    return "The next in line is killed while it waits; another waits behind it.";
  }

  @Override
  void deafen(Scene scene, WorkerActor next) throws InterruptedException {
    next.kill();
    scene.await("w2 is dead", () -> !next.isAlive());
    scene.bitten("w2 is dead, and had been waiting for the lock");
  }
}
