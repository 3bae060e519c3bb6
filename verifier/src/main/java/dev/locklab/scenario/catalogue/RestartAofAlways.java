package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import java.util.List;
import java.util.Set;

/** What was acknowledged is on disk. */
@AutoService(Scenario.class)
public final class RestartAofAlways implements Scenario {

  @Override
  public String name() {
    return "restart-aof-always";
  }

  @Override
  public String story() {
    return "The server is killed and comes back with its log (appendfsync always).";
  }

  @Override
  public int order() {
    return 14;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  private static final long SOME = 10;

  @Override
  public List<String> settings() {
    return List.of("--appendonly", "yes", "--appendfsync", "always");
  }

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().updates(200L);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    ServerActor server = scene.server();
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await("there are some writes", () -> scene.version() >= SOME);
    String before = server.id();
    long written = scene.version();
    server.restart();
    if (server.id().equals(before)) {
      throw new NotBitten("the server is the same as before");
    }
    scene.await("it has the writes of the one before", () -> scene.version() >= written);
    scene.bitten("another server process answers, with the writes of the one before");
    scene.available();
    holder.goes();
  }
}
