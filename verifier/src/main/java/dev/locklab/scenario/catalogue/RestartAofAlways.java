package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import java.util.Set;

/** What was acknowledged is on disk. */
@AutoService(Scenario.class)
public final class RestartAofAlways extends RestartWithLog {

  @Override
  public int order() {
    return 14;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of();
  }

  @Override
  String fsync() {
    return "always";
  }

  @Override
  String found(Scene scene, long written) throws InterruptedException {
    scene.await("it has the writes of the one before", () -> scene.version() >= written);
    return "with the writes of the one before";
  }
}
