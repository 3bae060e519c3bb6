package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.run.Effect;
import dev.locklab.run.Promise;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Clients give up and try again; what they had sent is carried out all the same. */
@AutoService(Scenario.class)
public final class ServerFrozen implements Scenario {

  @Override
  public String name() {
    return "server-frozen";
  }

  @Override
  public String story() {
    return "The server stands still past the lease and the time-outs, while the lock is held.";
  }

  @Override
  public int order() {
    return 12;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.LEASE_OUTLIVED, Effect.LOCK_FORGOTTEN);
  }

  /** It is none for a lease alone. */
  @Override
  public boolean appliesTo(Strategy strategy) {
    return true;
  }

  /** Redisson asks four times before it gives up. */
  private static final Duration TIME_OUTS = Duration.ofSeconds(45);

  /** Where nobody outlives a lease, nothing is lost. */
  @Override
  public Set<Grade> expected(Promise promise) {
    return switch (promise) {
      case NONE, WHILE_LEASE_HELD -> EnumSet.of(Grade.OK, Grade.INTERESTING);
      case FENCED, ATOMIC, LIMIT -> EnumSet.of(Grade.OK);
    };
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().patience(TIME_OUTS);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor asking = scene.worker("w2");
    ServerActor server = scene.server();
    holder.goesIn();
    server.freeze();
    asking.stopsAt(SyncPoint.AFTER_RELEASE);
    asking.comesTo(SyncPoint.AFTER_RELEASE, TIME_OUTS);
    if (server.isFrozen()) {
      scene.bitten("w2 has given up while the server stood still");
    }
    server.thaw();
    scene.await("the server answers", server::answers);
    scene.available();
    holder.goes();
    asking.goes();
    scene.worker("w3").goes();
  }
}
