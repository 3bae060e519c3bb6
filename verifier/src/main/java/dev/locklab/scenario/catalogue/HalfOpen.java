package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.run.Effect;
import dev.locklab.scenario.NetworkActor;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import dev.locklab.scenario.WorkerActor;
import java.util.Set;

/** A holder that cannot be heard cannot renew, and does not know it. */
@AutoService(Scenario.class)
public final class HalfOpen implements Scenario {

  @Override
  public String name() {
    return "half-open";
  }

  @Override
  public String story() {
    return "A holder's link swallows everything for longer than the lease, then works again.";
  }

  @Override
  public int order() {
    return 8;
  }

  @Override
  public Set<Effect> effects() {
    return Set.of(Effect.LEASE_OUTLIVED);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    WorkerActor holder = scene.worker("w1");
    NetworkActor network = scene.network(holder);
    holder.goesIn();
    long read = scene.version();
    network.halfOpen();
    scene.await("nothing gets through to w1's server", network::isSilent);
    scene.others(holder).forEach(WorkerActor::goes);
    scene.await("others commit", scene.lease(), () -> scene.version() > read);
    if (network.isSilent()) {
      scene.bitten("others have committed while nothing got through from w1 or to it");
    }
    holder.outlivesLease();
    network.mend();
    holder.goes();
  }
}
