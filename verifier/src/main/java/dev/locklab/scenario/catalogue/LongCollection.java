package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.util.List;
import java.util.Set;

/** A lease of fixed length ends whatever the JVM of its holder does. */
@AutoService(Scenario.class)
public final class LongCollection implements Scenario {

  @Override
  public String name() {
    return "long-collection";
  }

  @Override
  public String story() {
    return "Only the holding thread stands still past the lease, as in a long collection.";
  }

  @Override
  public int order() {
    return 5;
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
    if (scene.fault("w1", "does not get on, though its JVM lives")) {
      scene.others(holder).forEach(WorkerActor::goes);
      scene.await("others commit", scene.lease(), () -> scene.version() > read);
      scene.bitten("others have committed while w1's thread stood in the middle of its update");
      holder.outlivesLease();
    }
    holder.goes();
    scene.others(holder).forEach(WorkerActor::goes);
  }
}
