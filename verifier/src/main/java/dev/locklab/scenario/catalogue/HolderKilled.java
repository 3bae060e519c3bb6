package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.util.List;
import java.util.Set;

/** A holder's JVM dies between its read and its write. */
@AutoService(Scenario.class)
public final class HolderKilled implements Scenario {

  @Override
  public String name() {
    return "holder-killed";
  }

  @Override
  public String story() {
    return "A holder's JVM is killed after its read; the others wait for its lease to end.";
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public List<Topology> topologies() {
    return Topology.ANY;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    holder.goesIn();
    boolean locked = scene.isLocked();
    holder.kill();
    scene.await("w1 is dead", () -> !holder.isAlive());
    scene.availableWhenLeaseEnds();
    scene.bitten("w1 is dead" + (locked ? ", and its lock is still there" : ""));
    long read = scene.version();
    scene.others(holder).forEach(WorkerActor::goes);
    scene.letHappen("the others", "write nothing", scene.lease(), () -> scene.version() > read);
  }
}
