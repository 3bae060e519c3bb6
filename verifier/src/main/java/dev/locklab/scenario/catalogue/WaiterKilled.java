package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.run.Effect;
import dev.locklab.run.Promise;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Who stands in a queue that is kept for the dead waits for them. */
@AutoService(Scenario.class)
public final class WaiterKilled extends WaitedFor {

  @Override
  public String name() {
    return "waiter-killed";
  }

  @Override
  public String story() {
    return "The next in line is killed while it waits; another waits behind it.";
  }

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

  /** Redisson's fair lock keeps the place of a dead waiter for longer: five minutes. */
  private static final Duration STALL = Duration.ofSeconds(40);

  /** Where the dead one's place is kept for longer than is waited, the run stalls. */
  @Override
  public Set<Grade> expected(Promise promise) {
    return promise == Promise.WHILE_LEASE_HELD
        ? EnumSet.of(Grade.OK, Grade.UNKNOWN)
        : super.expected(promise);
  }

  /** Longer than the stall, and the holder must not lose its lock meanwhile. */
  @Override
  public Workload.Builder workload() {
    return super.workload().lease(Duration.ofSeconds(20)).patience(STALL);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor next = scene.worker("w2");
    WorkerActor last = scene.worker("w3");
    holder.goesTo(SyncPoint.AFTER_ACQUIRE);
    next.waits();
    last.waits();
    next.kill();
    scene.await("w2 is dead", () -> !next.isAlive());
    scene.bitten("w2 is dead, and had been waiting for the lock");
    holder.goesTo(SyncPoint.AFTER_RELEASE);
    scene.available();
    last.goes();
    scene.letWrite(last, STALL);
    holder.goes();
  }
}
