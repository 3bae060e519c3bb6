package dev.locklab.scenario.catalogue;

import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.Set;

/** A lock's key goes while the lock is held: whoever comes next finds it free. */
abstract class KeyGone implements Scenario {

  /** Before its lease would have ended by itself. */
  private static final Duration GONE = Duration.ofSeconds(5);

  /** Has the server lose the keys of the lock. */
  abstract void takeAway(Scene scene, ServerActor server);

  /**
   * By what is known that they are gone; called when they are.
   *
   * @throws dev.locklab.scenario.NotBitten if it was not this fault that took them away
   */
  String evidence(ServerActor server) {
    return "the lock's key is gone while w1 holds the lock";
  }

  /** Gives the server back what it was denied. */
  void mend(ServerActor server) {}

  @Override
  public final Set<Effect> effects() {
    return Set.of(Effect.LOCK_FORGOTTEN);
  }

  @Override
  public boolean appliesTo(Strategy strategy) {
    return strategy.showsItsLock();
  }

  @Override
  public final Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(20));
  }

  @Override
  public final void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    ServerActor server = scene.server();
    holder.goesIn();
    long read = scene.version();
    takeAway(scene, server);
    scene.await("the lock's key is gone", GONE, () -> !scene.isLocked());
    scene.bitten(evidence(server));
    mend(server);
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await("others commit", () -> scene.version() > read);
    holder.goes();
  }
}
