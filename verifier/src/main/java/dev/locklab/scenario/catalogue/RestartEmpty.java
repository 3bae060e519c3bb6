package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.Set;

/** No lock can keep what the store loses. */
@AutoService(Scenario.class)
public final class RestartEmpty implements Scenario {

  private static final Duration STALL = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "restart-empty";
  }

  @Override
  public String story() {
    return "The server is killed and comes back with nothing, while the lock is waited for.";
  }

  @Override
  public int order() {
    return 13;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.WRITES_LOST, Effect.LOCK_FORGOTTEN);
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(8)).patience(STALL);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor waiter = scene.worker("w2");
    WorkerActor writer = scene.worker("w3");
    ServerActor server = scene.server();
    writer.goesTo(SyncPoint.AFTER_RELEASE);
    holder.goesIn();
    boolean waits = scene.strategy().waits() && scene.isLocked();
    if (waits) {
      waiter.waits();
    }
    long written = scene.version();
    server.restart();
    scene.await("the writes are gone", () -> scene.version() < written);
    scene.bitten(
        written == 1
            ? "the server has forgotten the write that it had acknowledged"
            : "the server has forgotten the %s writes that it had acknowledged".formatted(written));
    scene.available();
    waiter.goes();
    scene.letWrite(waiter, STALL);
    writer.goes();
    holder.goes();
  }
}
