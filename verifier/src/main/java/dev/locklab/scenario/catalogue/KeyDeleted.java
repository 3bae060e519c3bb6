package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.Topology;
import java.util.List;
import redis.clients.jedis.Protocol.Command;

/** Whoever comes next finds the lock free. */
@AutoService(Scenario.class)
public final class KeyDeleted extends KeyGone {

  @Override
  public String name() {
    return "key-deleted";
  }

  @Override
  public String story() {
    return "The key of a lock is deleted while it is held.";
  }

  @Override
  public int order() {
    return 10;
  }

  @Override
  public List<Topology> topologies() {
    return Topology.ANY;
  }

  @Override
  void takeAway(Scene scene, ServerActor server) {
    for (String key : scene.strategy().lockKeys(scene.keys())) {
      server.breaks("its lock's key is deleted", Command.DEL, key);
    }
  }
}
