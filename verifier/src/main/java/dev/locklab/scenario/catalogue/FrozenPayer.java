package dev.locklab.scenario.catalogue;

import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.strategy.Strategy;
import java.util.List;
import java.util.Set;

/** A frozen holder, between asking whether an order is paid and paying it. */
abstract class FrozenPayer implements Scenario {

  private final FrozenHolder frozen = new FrozenHolder();

  /** Where orders are paid. */
  abstract Workload.Rail rail();

  @Override
  public final Workload.Builder workload() {
    return frozen.workload().rail(rail());
  }

  @Override
  public final List<Topology> topologies() {
    return frozen.topologies();
  }

  @Override
  public final Set<Effect> effects() {
    return frozen.effects();
  }

  @Override
  public final boolean appliesTo(Strategy strategy) {
    return strategy.hasSection() && Scenario.super.appliesTo(strategy);
  }

  @Override
  public final void play(Scene scene) throws InterruptedException {
    frozen.play(scene);
  }
}
