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

/** Replication is asynchronous: what was acknowledged may not be there. */
@AutoService(Scenario.class)
public final class FailoverWithoutLock implements Scenario {

  @Override
  public String name() {
    return "failover-without-lock";
  }

  @Override
  public String story() {
    return "A replica that has not heard of the lock becomes the primary while the lock is held.";
  }

  @Override
  public int order() {
    return 16;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.LOCK_FORGOTTEN);
  }

  @Override
  public List<Topology> topologies() {
    return List.of(Topology.PAIR, Topology.SENTINEL, Topology.CLUSTER);
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(20));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    ServerActor server = scene.server();
    ServerActor replica = scene.replica();
    scene.cutOffReplica();
    boolean locks = scene.strategy().stages().contains(SyncPoint.AFTER_ACQUIRE);
    boolean counts = scene.strategy().tokenKey(scene.keys()) != null;
    if (locks) {
      holder.goesTo(SyncPoint.AFTER_ACQUIRE);
    }
    if (counts) {
      scene.await("w1 has a token", () -> scene.token(server) > 0);
    }
    long read = scene.version();
    if (scene.isLocked(replica)) {
      throw new NotBitten("the replica has heard of the lock");
    }
    long lost = scene.token(server);
    scene.promoteReplica();
    if (locks) {
      holder.goesTo(SyncPoint.AFTER_READ, SyncPoint.AFTER_RELEASE);
    }
    if (counts) {
      compareTokens(scene, lost);
    }
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await("others commit at the new primary", () -> scene.version(replica) > read);
    if (replica.isPrimary()) {
      scene.bitten("others have committed at a new primary that has not heard of w1's lock");
    }
    holder.goes();
  }

  /** A token that does not rise lets a stale holder through wherever nothing else is looked at. */
  private static void compareTokens(Scene scene, long lost) throws InterruptedException {
    ServerActor replica = scene.replica();
    WorkerActor next = scene.worker("w2");
    long known = scene.token(replica);
    next.goesTo(SyncPoint.AFTER_ACQUIRE);
    scene.await("w2 has a token", () -> scene.token(replica) > known);
    long granted = scene.token(replica);
    scene.saw(
        next.name(),
        granted > lost
            ? "has a greater token than w1, as it must"
            : "has token %s, and w1 has token %s: they do not rise".formatted(granted, lost));
  }
}
