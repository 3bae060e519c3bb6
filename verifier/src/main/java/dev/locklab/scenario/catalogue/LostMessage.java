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

  /** Whether the server has done what was asked for. */
  abstract boolean isDone(Scene scene, long version);

  @Override
  public final Set<Effect> effects() {
    return Set.of();
  }

  @Override
  public boolean appliesTo(Strategy strategy) {
    return strategy.stages().contains(before());
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
      network.losesReplies();
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
