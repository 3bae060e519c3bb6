package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.run.Workload;
import dev.locklab.scenario.NotBitten;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.WorkerActor;
import java.time.Duration;
import java.util.Set;

/** What it does to the pace is in the run's figures. */
@AutoService(Scenario.class)
public final class SlowLink implements Scenario {

  @Override
  public String name() {
    return "slow-link";
  }

  @Override
  public String story() {
    return "Everything takes 20 ms longer each way, give or take half of it.";
  }

  @Override
  public int order() {
    return 20;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  private static final Duration ONE_WAY = Duration.ofMillis(20);
  private static final long SOME = 6;

  @Override
  public Workload.Builder workload() {
    return Scenario.super.workload().updates(6L).lease(Duration.ofSeconds(20));
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    for (WorkerActor worker : scene.all()) {
      scene.network(worker).delay(ONE_WAY);
    }
    Duration trip = scene.network(scene.worker("w1")).roundTrip();
    if (trip.compareTo(ONE_WAY) < 0) {
      throw new NotBitten("a round trip takes no longer than " + ONE_WAY.toMillis() + " ms");
    }
    scene.bitten("a round trip of w1 takes %s ms".formatted(trip.toMillis()));
    scene.all().forEach(WorkerActor::goes);
    scene.await("some have committed", () -> scene.version() >= SOME);
  }
}
