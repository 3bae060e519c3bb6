package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.redis.Conditions;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Who gives up waiting must not get the lock after all, and keep it. */
@AutoService(Scenario.class)
public class InterruptStorm extends WaitedFor {

  @Override
  public String name() {
    return "interrupt-storm";
  }

  @Override
  public String story() {
    return "Threads that wait for the lock are interrupted at random, over and over.";
  }

  @Override
  public int order() {
    return 19;
  }

  @Override
  public List<Topology> topologies() {
    return Topology.ANY;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  private static final int INTERRUPTS = 150;

  /** The storm ends at the latest when somebody has done half of them: all are to stop after it. */
  private static final long UPDATES = 600;

  /** How long after a lease it is clear that the lock was renewed. */
  private static final Duration BEYOND = Duration.ofSeconds(5);

  private static final Duration THINK = Duration.ofMillis(2);

  /** Long enough for no holder to outlive it, and to be waited for in the end. */
  @Override
  public Workload.Builder workload() {
    return super.workload().updates(UPDATES).think(THINK).lease(Duration.ofSeconds(5));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    List<WorkerActor> workers = scene.all();
    workers.forEach(WorkerActor::goes);
    if (scene.fault("all", "are interrupted at random while they wait")) {
      Random random = new Random(scene.spec().workload().seed());
      for (int i = 0; i < INTERRUPTS && haveMuchToDo(workers); i++) {
        long written = scene.version();
        workers.get(random.nextInt(workers.size())).interrupt();
        scene.await("somebody gets on", () -> scene.version() > written);
      }
    }
    for (WorkerActor worker : workers) {
      worker.stopsAt(SyncPoint.AFTER_RELEASE);
    }
    scene.await(
        "somebody has given the lock back",
        scene.lease(),
        () -> workers.stream().anyMatch(InterruptStorm::isDone));
    scene.available();
    long ended = workers.stream().mapToLong(worker -> worker.done() - worker.applied()).sum();
    if (ended == 0) {
      throw new NotBitten("no interrupt has ended an update");
    }
    scene.bitten("interrupts have ended %s updates".formatted(ended));
    boolean free =
        Conditions.comesAbout(
            scene.spec().heldFor().plus(BEYOND),
            () -> workers.stream().allMatch(InterruptStorm::isDone) && !scene.isLocked());
    scene.saw(
        "lock",
        free
            ? "is nobody's, and all have come to the end of an update"
            : "is kept for %s ms more, and whoever had it has given it back"
                .formatted(scene.leaseLeft()));
    workers.forEach(WorkerActor::goes);
  }

  private static boolean isDone(WorkerActor worker) {
    return worker.standsAt(SyncPoint.AFTER_RELEASE);
  }

  private static boolean haveMuchToDo(List<WorkerActor> workers) {
    return workers.stream().allMatch(worker -> worker.done() < UPDATES / 2);
  }
}
