package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.run.Effect;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.WorkerActor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Only a lost machine loses the last second: what a killed process had written is with the system.
 * But the server puts off writing, for up to two seconds, while the disk is slow; so it promises
 * nothing.
 */
@AutoService(Scenario.class)
public final class RestartAofEverysec implements Scenario {

  @Override
  public String name() {
    return "restart-aof-everysec";
  }

  @Override
  public String story() {
    return "The server is killed and comes back with its log (appendfsync everysec).";
  }

  @Override
  public int order() {
    return 15;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.WRITES_LOST, Effect.LOCK_FORGOTTEN);
  }

  /** Mostly nothing is lost; what is lost is told, and may be a lock. */
  @Override
  public Set<Grade> expected(Promise promise) {
    return promise == Promise.NONE || promise == Promise.WHILE_LEASE_HELD
        ? EnumSet.of(Grade.OK, Grade.UNKNOWN, Grade.INTERESTING)
        : EnumSet.of(Grade.OK, Grade.UNKNOWN);
  }

  private static final long SOME = 10;

  @Override
  public List<String> settings() {
    return List.of("--appendonly", "yes", "--appendfsync", "everysec");
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
    long kept = scene.version();
    if (server.id().equals(before)) {
      throw new NotBitten("the server is the same as before");
    }
    scene.bitten(
        kept < written
            ? "another server process answers, and lacks writes of the one before"
            : "another server process answers, with the writes of the one before");
    scene.available();
    holder.goes();
  }
}
