package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;

/** Nobody tells those who wait that the lock is free. */
@AutoService(Scenario.class)
public final class KeyDeletedWaitedFor extends WaitedFor {

  private static final Duration STALL = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "key-deleted-waited-for";
  }

  @Override
  public String story() {
    return "The key of a lock is deleted while it is held, and somebody waits for it.";
  }

  @Override
  public int order() {
    return 10;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.LOCK_FORGOTTEN, Effect.LEASE_OUTLIVED);
  }

  @Override
  public Workload.Builder workload() {
    return super.workload().lease(Duration.ofSeconds(8)).patience(STALL);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor waiter = scene.worker("w2");
    holder.goesIn();
    waiter.waits();
    Object deleted =
        scene
            .server()
            .breaks(
                "its lock's key is deleted",
                Command.DEL,
                scene.strategy().lockKeys(scene.keys()).toArray(String[]::new));
    // Whoever waits may have made it again by now.
    if (deleted == null || Long.valueOf(0).equals(deleted)) {
      throw new NotBitten("the lock's key is still there");
    }
    scene.bitten("the server has deleted the lock's key while w1 held it and w2 waited for it");
    scene.available();
    waiter.goes();
    scene.letWrite(waiter, STALL);
    scene.all().forEach(WorkerActor::goes);
  }
}
