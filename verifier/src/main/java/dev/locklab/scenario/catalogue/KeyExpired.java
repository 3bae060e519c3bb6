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
public final class KeyExpired extends KeyGone {

  @Override
  public String name() {
    return "key-expired";
  }

  @Override
  public String story() {
    return "The key of a lock expires while it is held, as when the server's clock jumps.";
  }

  @Override
  public int order() {
    return 11;
  }

  @Override
  public List<Topology> topologies() {
    return Topology.ANY;
  }

  @Override
  void takeAway(Scene scene, ServerActor server) {
    for (String key : scene.strategy().lockKeys(scene.keys())) {
      server.breaks("its lock's key expires at once", Command.PEXPIRE, key, "1");
    }
  }
}
