package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.util.List;
import java.util.Set;

/** A holder's whole JVM stands still for longer than its lease, as on a moved machine. */
@AutoService(Scenario.class)
public final class FrozenHolder implements Scenario {

  @Override
  public String name() {
    return "frozen-holder";
  }

  @Override
  public String story() {
    return "A holder's JVM is frozen past its lease; others commit; then it goes on and writes.";
  }

  @Override
  public int order() {
    return 3;
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
    holder.goesIn();
    long read = scene.version();
    holder.freeze();
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await(
        "others commit while w1 is frozen",
        scene.lease(),
        () -> scene.version() > read && holder.isFrozen());
    scene.bitten("others have committed while w1 stood still in the middle of its update");
    holder.outlivesLease();
    holder.thaw();
    holder.goes();
  }
}
