package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.strategy.Strategy;
import java.util.List;
import redis.clients.jedis.Protocol.Command;

/** A cache that is full does not ask what a key is for. */
@AutoService(Scenario.class)
public final class KeyEvicted extends KeyGone {

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

  private static final long SPARE = 1 << 20;

  /** Twice as much as there is memory for. */
  private static final int FILLERS = 32;

  private static final String FILLING = "x".repeat(1 << 16);

  /** Longer than the lock's lease, and shorter than all else is kept for. */
  private static final String FILLER_SECONDS = "7200";

  /** A key that no lease ends is not what expires the soonest. */
  @Override
  public boolean appliesTo(Strategy strategy) {
    return super.appliesTo(strategy) && strategy.honours().contains(Strategy.Setting.LEASE);
  }

  /** What expires the soonest goes first; it looks at more keys than there are. */
  @Override
  public List<String> settings() {
    return List.of("--maxmemory-policy", "volatile-ttl", "--maxmemory-samples", "64");
  }

  @Override
  void takeAway(Scene scene, ServerActor server) {
    if (scene.fault("the server", "has no memory for what is written")) {
      server.limitMemory(SPARE);
      for (int i = 0; i < FILLERS; i++) {
        server.call(Command.SET, scene.keys().key("filler:" + i), FILLING, "EX", FILLER_SECONDS);
      }
    }
  }

  @Override
  String evidence(ServerActor server) {
    if (server.evicted() == 0) {
      throw new NotBitten("the server has evicted nothing");
    }
    return "the lock's key has been evicted while w1 holds the lock";
  }

  @Override
  void mend(ServerActor server) {
    server.unlimitMemory();
  }
}
