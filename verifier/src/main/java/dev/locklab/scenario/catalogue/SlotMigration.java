package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Holder and waiters find the lock where it is now, and nobody finds it free. */
@AutoService(Scenario.class)
public final class SlotMigration implements Scenario {

  @Override
  public String name() {
    return "slot-migration";
  }

  @Override
  public String story() {
    return "The lock's slot moves to another node of the cluster while it is held and waited for.";
  }

  @Override
  public int order() {
    return 19;
  }

  @Override
  public List<Topology> topologies() {
    return List.of(Topology.CLUSTER);
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  /** One who waits in a queue may not be woken at the end of each lease before. */
  private static final Duration STALL = Duration.ofSeconds(90);

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(10)).patience(STALL);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor waiter = scene.worker("w2");
    holder.goesIn();
    boolean waits = scene.strategy().waits() && scene.isLocked();
    if (waits) {
      waiter.waits();
    }
    ServerActor target = scene.migrateSlot();
    if (!target.has(scene.keys().balance())) {
      throw new NotBitten("the keys are where they were");
    }
    scene.bitten("the keys are on another node, and the lock was held");
    scene.available();
    holder.goes();
    if (waits) {
      // A client that is about to listen for the release where the slot was may be told an error.
      waiter.goes();
      scene.letWrite(waiter, scene.lease());
    }
    scene.others(holder).forEach(WorkerActor::goes);
  }
}
