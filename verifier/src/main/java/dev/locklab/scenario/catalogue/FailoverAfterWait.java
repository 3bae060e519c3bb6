package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
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

/** A control: what a replica has acknowledged it still has as the primary. */
@AutoService(Scenario.class)
public final class FailoverAfterWait implements Scenario {

  @Override
  public String name() {
    return "failover-after-wait";
  }

  @Override
  public String story() {
    return "A replica that has acknowledged the lock (WAIT 1) becomes the primary: a control.";
  }

  @Override
  public int order() {
    return 17;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  @Override
  public List<Topology> topologies() {
    return List.of(Topology.PAIR, Topology.SENTINEL, Topology.CLUSTER);
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(5));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    ServerActor replica = scene.replica();
    if (scene.strategy().stages().contains(SyncPoint.AFTER_ACQUIRE)) {
      holder.goesTo(SyncPoint.AFTER_ACQUIRE);
    }
    if (!scene.server().isReplicated()) {
      throw new NotBitten("the replica has not acknowledged the lock");
    }
    scene.saw("the replica", "has acknowledged all that was written (WAIT 1)");
    scene.promoteReplica();
    if (!replica.isPrimary()) {
      throw new NotBitten("the replica is still a replica");
    }
    scene.bitten("the replica has become the primary, and had acknowledged w1's lock before");
    scene.others(holder).forEach(WorkerActor::goes);
    holder.goes();
  }
}
