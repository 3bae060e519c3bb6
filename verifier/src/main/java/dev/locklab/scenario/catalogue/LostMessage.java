package dev.locklab.scenario.catalogue;

import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.scenario.NetworkActor;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.WorkerActor;
import dev.locklab.strategy.Strategy;
import java.util.Set;

/** A message that is lost between a worker and the server, and the connection with it. */
abstract class LostMessage implements Scenario {

  /** The point just before what is lost. */
  abstract SyncPoint before();

  /** Whether it is the reply that is lost, and what was asked for has been done. */
  abstract boolean isReply();

  /**
   * Whether the server has done what was asked for at that point, when there were so many writes.
   * Not so while it has but answered whoever looks before it takes.
   */
  private boolean isDone(Scene scene, long version) {
    return switch (before()) {
      // Where no lock shows it, the first request may be a read: that it is replied to must do.
      case BEFORE_ACQUIRE ->
          !scene.strategy().showsItsLock() || scene.isLocked() || scene.version() > version;
      case BEFORE_RELEASE -> !scene.isLocked();
      default -> scene.version() > version;
    };
  }

  @Override
  public final Set<Effect> effects() {
    return Set.of();
  }

  @Override
  public final boolean appliesTo(Strategy strategy) {
    return strategy.stages().contains(before())
        && (before() != SyncPoint.BEFORE_RELEASE || strategy.showsItsLock());
  }

  @Override
  public final void play(Scene scene) throws InterruptedException {
    WorkerActor victim = scene.worker("w1");
    if (before() == SyncPoint.BEFORE_ACQUIRE) {
      // One update first: what is lost is not to be the making of a connection.
      victim.goesTo(SyncPoint.AFTER_RELEASE);
    }
    victim.goesTo(before());
    long version = scene.version();
    NetworkActor network = scene.network(victim);
    if (isReply()) {
      network.losesRepliesAfter(() -> isDone(scene, version));
    } else {
      network.losesRequests();
    }
    victim.goes();
    if (isReply()) {
      scene.await("the server has done what w1 asked for", () -> isDone(scene, version));
      scene.await("its reply is lost", () -> network.repliesLost() > 0);
      scene.bitten("the server has done what w1 asked for, and w1 has not heard of it");
    } else {
      scene.await("the request is lost", () -> network.requestsLost() > 0);
      scene.bitten("what w1 asked for has not come to the server");
    }
    network.reset();
    scene.others(victim).forEach(WorkerActor::goes);
  }
}
