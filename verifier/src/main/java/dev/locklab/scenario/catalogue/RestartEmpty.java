package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.Set;

/** No lock can keep what the store loses. */
@AutoService(Scenario.class)
public final class RestartEmpty implements Scenario {

  @Override
  public String name() {
    return "restart-empty";
  }

  @Override
  public String story() {
    return "The server is killed and comes back with nothing of what it had.";
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
    return Scenario.super.workload().lease(Duration.ofSeconds(20));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    ServerActor server = scene.server();
    for (WorkerActor other : scene.others(holder)) {
      other.goesTo(SyncPoint.AFTER_RELEASE);
    }
    holder.goesIn();
    long written = scene.version();
    String before = server.id();
    server.restart();
    if (server.id().equals(before)) {
      throw new NotBitten("the server is the same as before");
    }
    scene.await("the writes are gone", () -> scene.version() < written);
    scene.bitten(
        "the server has forgotten the %s writes that it had acknowledged".formatted(written));
    scene.available();
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await("others commit", () -> scene.version() > 0);
    holder.goes();
  }
}
