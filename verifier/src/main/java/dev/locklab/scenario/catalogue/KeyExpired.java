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
import redis.clients.jedis.Protocol.Command;

/** Whoever comes next finds the lock free. */
@AutoService(Scenario.class)
public final class KeyExpired implements Scenario {

  @Override
  public String name() {
    return "key-expired";
  }

  @Override
  public String story() {
    return "The key of a lock expires while it is held, as when the server's clock jumps.";
  }

  @Override
  public int order() {
    return 11;
  }

  @Override
  public List<Topology> topologies() {
    return Topology.ANY;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.LOCK_FORGOTTEN);
  }

  /** Before its lease would have ended by itself. */
  private static final Duration GONE = Duration.ofSeconds(5);

  @Override
  public boolean appliesTo(Strategy strategy) {
    return strategy.showsItsLock();
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(20));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    holder.goesIn();
    long read = scene.version();
    for (String key : scene.strategy().lockKeys(scene.keys())) {
      scene.server().breaks("its lock's key expires at once", Command.PEXPIRE, key, "1");
    }
    scene.await("the lock's key is gone", GONE, () -> !scene.isLocked());
    scene.bitten("the lock's key is gone while w1 holds the lock");
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await("others commit", () -> scene.version() > read);
    holder.goes();
  }
}
