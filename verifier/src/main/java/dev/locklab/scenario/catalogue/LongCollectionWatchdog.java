package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What renews a lease is not the thread that holds the lock. */
@AutoService(Scenario.class)
public final class LongCollectionWatchdog implements Scenario {

  @Override
  public String name() {
    return "long-collection-watchdog";
  }

  @Override
  public String story() {
    return "As long-collection, and the lease is renewed by the JVM that lives on.";
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
    return Set.of();
  }

  @Override
  public boolean appliesTo(Strategy strategy) {
    return strategy.renews() && strategy.showsItsLock();
  }

  /** The others wait for as long as the lease that cannot be set. */
  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(null).patience(Duration.ofSeconds(90));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    holder.goesIn();
    long read = scene.version();
    if (scene.fault("w1", "does not get on, though its JVM lives")) {
      scene.others(holder).forEach(WorkerActor::goes);
      long granted = scene.leaseLeft();
      long[] seen = {granted, 0};
      scene.await(
          "the lease is renewed past its end",
          scene.lease(),
          () -> {
            long left = scene.leaseLeft();
            seen[1] += Math.max(0, left - seen[0]);
            seen[0] = left;
            return seen[1] >= granted || scene.version() > read;
          });
      scene.bitten(
          "w1's thread stood still for longer than its lease, of which %s ms were renewed"
              .formatted(seen[1]));
    }
    scene.available();
    holder.goes();
    scene.others(holder).forEach(WorkerActor::goes);
  }
}
