package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A control: nothing may be lost here. */
@AutoService(Scenario.class)
public final class FailoverGraceful implements Scenario {

  @Override
  public String name() {
    return "failover-graceful";
  }

  @Override
  public String story() {
    return "The primary hands over to its replica (FAILOVER) while the lock is held: a control.";
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
    return List.of(Topology.PAIR, Topology.CLUSTER);
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(5));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    ServerActor replica = scene.replica();
    holder.goesIn();
    scene.handOverToReplica();
    scene.await("the replica is the primary", replica::isPrimary);
    scene.bitten("the replica has become the primary while w1 held the lock");
    scene.leadToReplica();
    scene.others(holder).forEach(WorkerActor::goes);
    holder.goes();
  }
}
