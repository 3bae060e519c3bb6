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

/** A fence at the rail itself, which only a token can use. */
@AutoService(Scenario.class)
public final class DoubleChargeFencedRail implements Scenario {

  @Override
  public String name() {
    return "double-charge-fenced-rail";
  }

  @Override
  public String story() {
    return "As double-charge, at a rail that refuses a token smaller than it has seen.";
  }

  @Override
  public int order() {
    return 22;
  }

  @Override
  public Workload.Builder workload() {
    return new FrozenHolder().workload().rail(Workload.Rail.FENCED);
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
    return switch (promise) {
      case FENCED -> EnumSet.of(Grade.OK);
      case NONE -> EnumSet.of(Grade.OK, Grade.INTERESTING);
      case WHILE_LEASE_HELD, ATOMIC, LIMIT -> EnumSet.of(Grade.INTERESTING);
    };
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    new FrozenHolder().play(scene);
  }
}
