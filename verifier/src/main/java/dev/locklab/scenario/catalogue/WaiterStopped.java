package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.WorkerActor;

/** A grant goes to somebody whose connections look alive, and who takes no notice of it. */
@AutoService(Scenario.class)
public final class WaiterStopped extends DeafWaiter {

  @Override
  public String name() {
    return "waiter-stopped";
  }

  @Override
  public String story() {
    return "The next in line is frozen while it waits; another waits behind it.";
  }

  @Override
  void deafen(Scene scene, WorkerActor next) throws InterruptedException {
    next.freeze();
    scene.await("w2 stands still", next::isFrozen);
    scene.bitten("w2 stands still, and had been waiting for the lock");
  }

  @Override
  void mend(WorkerActor next) throws InterruptedException {
    next.thaw();
    next.goes();
  }
}
