package dev.locklab.scenario.catalogue;

import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The next in line does not take the lock when it could; another waits behind it. */
abstract class DeafWaiter extends WaitedFor {

  /** Redisson's fair lock keeps the place of a waiter that it does not hear for longer: 5 min. */
  private static final Duration STALL = Duration.ofSeconds(40);

  @Override
  public int order() {
    return 2;
  }

  @Override
  public List<Topology> topologies() {
    return Topology.ANY;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  /** Longer than the stall, and the holder must not lose its lock meanwhile. */
  @Override
  public Workload.Builder workload() {
    return super.workload().lease(Duration.ofSeconds(20)).patience(STALL);
  }

  /** From now on the next in line does not hear anything; says by what that is known. */
  abstract void deafen(Scene scene, WorkerActor next) throws InterruptedException;

  /** The next in line hears again, where it can. */
  void mend(WorkerActor next) throws InterruptedException {}

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor next = scene.worker("w2");
    WorkerActor last = scene.worker("w3");
    holder.goesTo(SyncPoint.AFTER_ACQUIRE);
    next.waits();
    last.waits();
    deafen(scene, next);
    holder.goesTo(SyncPoint.AFTER_RELEASE);
    scene.available();
    last.goes();
    scene.letWrite(last, STALL);
    mend(next);
    holder.goes();
  }
}
