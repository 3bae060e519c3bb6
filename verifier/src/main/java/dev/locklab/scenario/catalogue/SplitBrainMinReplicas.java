package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;

/** Whom no replica follows may not write, and so has nothing to throw away. */
@AutoService(Scenario.class)
public final class SplitBrainMinReplicas implements Scenario {

  @Override
  public String name() {
    return "split-brain-min-replicas";
  }

  @Override
  public String story() {
    return "As split-brain, but the old primary must not write without a replica (min-replicas-to-write 1).";
  }

  @Override
  public int order() {
    return 18;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  @Override
  public List<Topology> topologies() {
    return List.of(Topology.PAIR);
  }

  private static final long SOME = 5;

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(5));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor kept = scene.worker("w1");
    ServerActor old = scene.server();
    ServerActor promoted = scene.replica();
    old.call(Command.CONFIG, "SET", "min-replicas-to-write", "1");
    kept.goesIn();
    scene.splitFrom(kept);
    scene.await("the old primary refuses to write", old::refusesWrites);
    kept.goesTo(SyncPoint.AFTER_RELEASE);
    if (scene.version(old) > 0) {
      throw new NotBitten("w1 has written at the old primary");
    }
    scene.saw("w1", "has been refused by the old primary");
    scene.others(kept).forEach(WorkerActor::goes);
    scene.bitten("the old primary refused to write, and there is a new one for the others");
    scene.letHappen(
        "the others", "write nothing", scene.lease(), () -> scene.version(promoted) >= SOME);
    scene.reunite();
    scene.available();
    kept.goes();
  }
}
