package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NetworkActor;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;

/** What is told only once may be missed. */
@AutoService(Scenario.class)
public final class LostWakeup extends WaitedFor {

  @Override
  public String name() {
    return "lost-wakeup";
  }

  @Override
  public String story() {
    return "Waiters are cut off from where they hear of a release, and the lock is released.";
  }

  @Override
  public int order() {
    return 9;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  private static final Duration STALL = Duration.ofSeconds(60);
  private static final String[] KILL = {"KILL", "TYPE", "pubsub"};

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
    NetworkActor network = scene.network(waiter);
    network.refuse();
    Object cut = scene.server().breaks("cuts all who listen", Command.CLIENT, KILL);
    if (cut == null) {
      throw new NotBitten("nobody was cut off");
    }
    holder.goesTo(SyncPoint.AFTER_RELEASE);
    scene.bitten(
        Long.valueOf(0).equals(cut)
            ? "nobody listens here, so nothing can be missed"
            : "w2 could not hear that the lock was given back");
    scene.available();
    network.mend();
    holder.goes();
    waiter.goes();
    scene.letWrite(waiter, STALL);
    scene.worker("w3").goes();
  }
}
