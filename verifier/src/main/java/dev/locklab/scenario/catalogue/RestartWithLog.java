package dev.locklab.scenario.catalogue;

import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import java.util.List;

/** The server is killed under load and comes back with what its log has. */
abstract class RestartWithLog implements Scenario {

  private static final long SOME = 10;

  /** When the server has its log written to disk, as its setting {@code appendfsync} has it. */
  abstract String fsync();

  /** What the server that came back has of so many writes, as evidence that it is another one. */
  abstract String found(Scene scene, long written) throws InterruptedException;

  @Override
  public final String name() {
    return "restart-aof-" + fsync();
  }

  @Override
  public final String story() {
    return "The server is killed and comes back with its log (appendfsync %s).".formatted(fsync());
  }

  @Override
  public final List<String> settings() {
    return List.of("--appendonly", "yes", "--appendfsync", fsync());
  }

  @Override
  public final Workload.Builder workload() {
    return Scenario.super.workload().updates(200L);
  }

  @Override
  public final void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    ServerActor server = scene.server();
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await("there are some writes", () -> scene.version() >= SOME);
    long written = scene.version();
    server.restart();
    scene.bitten("another server process answers, " + found(scene, written));
    scene.available();
    holder.goes();
  }
}
