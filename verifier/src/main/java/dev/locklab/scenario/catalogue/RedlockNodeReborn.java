package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.Set;

/**
 * What breaks a lock that wants a majority of its nodes; RedissonMultiLock wants all of them, so
 * those that remember keep others out.
 */
@AutoService(Scenario.class)
public final class RedlockNodeReborn implements Scenario {

  @Override
  public String name() {
    return "redlock-node-reborn";
  }

  @Override
  public String story() {
    return "One of a lock's independent nodes comes back with nothing while the lock is held.";
  }

  @Override
  public int order() {
    return 19;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  @Override
  public boolean appliesTo(Strategy strategy) {
    return strategy.nodes() > 1;
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(20));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor waiter = scene.worker("w2");
    ServerActor last = scene.node(scene.strategy().nodes() - 1);
    holder.goesTo(SyncPoint.AFTER_READ);
    waiter.waits();
    last.restart();
    scene.bitten("a node has forgotten the lock that w1 holds, while w2 asks for it");
    scene.worker("w3").waits();
    scene.available();
    scene.all().forEach(WorkerActor::goes);
  }
}
