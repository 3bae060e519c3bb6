package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.util.List;
import java.util.Set;

/** A fence that is looked at only by comparing tokens at the write would come too late here. */
@AutoService(Scenario.class)
public final class FrozenHolderWritesFirst implements Scenario {

  @Override
  public String name() {
    return "frozen-holder-writes-first";
  }

  @Override
  public String story() {
    return "As frozen-holder, but the stale write comes before the next holder's, which has read.";
  }

  @Override
  public int order() {
    return 4;
  }

  @Override
  public List<Topology> topologies() {
    return Topology.ANY;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.LEASE_OUTLIVED);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor next = scene.worker("w2");
    holder.goesIn();
    holder.freeze();
    if (scene.strategy().stages().contains(SyncPoint.AFTER_READ)) {
      next.asksUntil(SyncPoint.AFTER_READ, scene.lease());
    }
    scene.await("w1 stands still", holder::isFrozen);
    scene.bitten("w2 has read while w1 stood still in the middle of its update");
    holder.outlivesLease();
    holder.thaw();
    holder.goesTo(SyncPoint.AFTER_RELEASE);
    next.goes();
    holder.goes();
    scene.worker("w3").goes();
  }
}
