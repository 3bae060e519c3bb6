package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;

/** Whoever sends a command over a connection that is gone does not know what became of it. */
@AutoService(Scenario.class)
public final class ConnectionsKilled extends WaitedFor {

  private static final Duration STALL = Duration.ofSeconds(20);
  private static final String[] KILL = {"KILL", "TYPE", "normal"};

  @Override
  public String name() {
    return "connections-killed";
  }

  @Override
  public String story() {
    return "The server cuts all connections for commands, and the lock is released.";
  }

  @Override
  public int order() {
    return 9;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  @Override
  public Workload.Builder workload() {
    return super.workload().lease(Duration.ofSeconds(8)).patience(STALL);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor waiter = scene.worker("w2");
    holder.goesTo(SyncPoint.AFTER_ACQUIRE);
    waiter.waits();
    holder.goesToItsEnd();
    Object cut = scene.server().breaks("cuts all connections for commands", Command.CLIENT, KILL);
    if (cut == null || Long.valueOf(0).equals(cut)) {
      throw new NotBitten("nobody was cut off");
    }
    scene.bitten("the server has cut %s connections".formatted(cut));
    holder.goesTo(SyncPoint.AFTER_RELEASE);
    scene.available();
    waiter.goes();
    scene.letWrite(waiter, STALL);
    scene.all().forEach(WorkerActor::goes);
  }
}
