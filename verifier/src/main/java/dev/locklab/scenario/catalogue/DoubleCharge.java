package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.run.Effect;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Strategy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a lock without fencing does not give: the payment is outside of its store. */
@AutoService(Scenario.class)
public final class DoubleCharge implements Scenario {

  @Override
  public String name() {
    return "double-charge";
  }

  @Override
  public String story() {
    return "A holder is frozen before it pays; others pay meanwhile, and it pays the same again.";
  }

  @Override
  public int order() {
    return 21;
  }

  @Override
  public Workload.Builder workload() {
    return new FrozenHolder().workload().rail(Workload.Rail.PLAIN);
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
  public boolean appliesTo(Strategy strategy) {
    return strategy instanceof LockStrategy;
  }

  @Override
  public Set<Grade> expected(Promise promise) {
    return promise == Promise.NONE
        ? EnumSet.of(Grade.OK, Grade.INTERESTING)
        : EnumSet.of(Grade.INTERESTING);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    new FrozenHolder().play(scene);
  }
}
