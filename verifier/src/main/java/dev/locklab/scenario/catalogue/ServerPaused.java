package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Effect;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;

/** What clients have sent is kept, and carried out in the end, whoever still waits for it. */
@AutoService(Scenario.class)
public final class ServerPaused implements Scenario {

  @Override
  public String name() {
    return "server-paused";
  }

  @Override
  public String story() {
    return "The server answers nobody (CLIENT PAUSE) past the lease and a time-out, while the lock is held.";
  }

  @Override
  public int order() {
    return 12;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.LEASE_OUTLIVED, Effect.LOCK_FORGOTTEN);
  }

  /** Nobody can end a pause before its time, as the server answers nobody. */
  private static final String PAUSE =
      Long.toString(RedisAddress.REPLY_TIMEOUT.plusSeconds(3).toMillis());

  @Override
  public Set<Grade> expected(Promise promise) {
    return new ServerFrozen().expected(promise);
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(2));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    WorkerActor asking = scene.worker("w2");
    ServerActor server = scene.server();
    holder.goesIn();
    server.breaks("answers nobody (CLIENT PAUSE)", Command.CLIENT, "PAUSE", PAUSE, "ALL");
    asking.goes();
    if (server.answers()) {
      throw new NotBitten("the server answers as before");
    }
    scene.saw("the server", "has not answered within a client's time-out");
    scene.await("the server answers", server::answers);
    scene.await(
        "w1's lease is over", scene.lease(), () -> scene.version() > 0 || !scene.isLocked());
    scene.bitten("the server had not answered for longer than the lease and a client's time-out");
    scene.available();
    holder.goes();
    scene.worker("w3").goes();
  }
}
