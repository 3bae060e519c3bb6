package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.ServerActor;
import dev.locklab.scenario.Topology;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Only one of two primaries can be right in the end, and the other had acknowledged as much. */
@AutoService(Scenario.class)
public final class SplitBrain implements Scenario {

  @Override
  public String name() {
    return "split-brain";
  }

  @Override
  public String story() {
    return "A second primary serves the others while one stays with the old, which then follows the new.";
  }

  @Override
  public int order() {
    return 18;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.WRITES_LOST, Effect.LOCK_FORGOTTEN);
  }

  @Override
  public List<Topology> topologies() {
    return List.of(Topology.PAIR);
  }

  private static final long SOME = 5;

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().lease(Duration.ofSeconds(5));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor kept = scene.worker("w1");
    ServerActor old = scene.server();
    ServerActor promoted = scene.replica();
    scene.splitFrom(kept);
    kept.goesTo(SyncPoint.AFTER_RELEASE);
    scene.others(kept).forEach(WorkerActor::goes);
    scene.await("others commit at the new primary", () -> scene.version(promoted) >= SOME);
    long doomed = scene.version(old);
    if (doomed == 0) {
      throw new NotBitten("w1 has written nothing at the old primary");
    }
    scene.saw("w1", "has written %s at the old primary".formatted(doomed));
    scene.saw("the others", "have written %s at the new one".formatted(scene.version(promoted)));
    scene.reunite();
    scene.bitten("w1 wrote at the old primary, the others at the new, and the old threw its away");
    scene.available();
    kept.goes();
  }
}
