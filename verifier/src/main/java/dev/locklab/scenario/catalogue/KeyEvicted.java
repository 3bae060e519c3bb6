package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;

/** A cache that is full does not ask what a key is for. */
@AutoService(Scenario.class)
public final class KeyEvicted implements Scenario {

  @Override
  public String name() {
    return "key-evicted";
  }

  @Override
  public String story() {
    return "The server needs memory, and evicts the key of a lock while it is held.";
  }

  @Override
  public int order() {
    return 11;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.LOCK_FORGOTTEN);
  }

  /** Before its lease would have ended by itself. */
  private static final Duration GONE = Duration.ofSeconds(5);

  private static final long SPARE = 1 << 20;

  /** Twice as much as there is memory for. */
  private static final int FILLERS = 32;

  private static final String FILLING = "x".repeat(1 << 16);

  /** Longer than the lock's lease, and shorter than all else is kept for. */
  private static final String FILLER_SECONDS = "60";

  /** A key that no lease ends is not what expires the soonest. */
  @Override
  public boolean appliesTo(Strategy strategy) {
    return strategy.showsItsLock() && strategy.honours().contains(Strategy.Setting.LEASE);
  }

  /** What expires the soonest goes first; it looks at more keys than there are. */
  @Override
  public List<String> settings() {
    return List.of("--maxmemory-policy", "volatile-ttl", "--maxmemory-samples", "64");
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(20));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    ServerActor server = scene.server();
    holder.goesIn();
    long read = scene.version();
    long before = server.evicted();
    if (scene.fault("the server", "has no memory for what is written")) {
      server.limitMemory(SPARE);
      for (int i = 0; i < FILLERS; i++) {
        server.call(Command.SET, scene.keys().key("filler:" + i), FILLING, "EX", FILLER_SECONDS);
      }
    }
    scene.await("the lock's key is gone", GONE, () -> !scene.isLocked());
    if (server.evicted() == before) {
      throw new NotBitten("the server has evicted nothing");
    }
    scene.bitten("the lock's key has been evicted while w1 holds the lock");
    server.unlimitMemory();
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await("others commit", () -> scene.version() > read);
    holder.goes();
  }
}
