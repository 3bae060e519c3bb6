package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import java.util.EnumSet;
import java.util.Set;

/** What a lock without fencing does not give: the payment is outside of its store. */
@AutoService(Scenario.class)
public final class DoubleCharge extends FrozenPayer {

  @Override
  public String name() {
    return "double-charge";
  }

  @Override
  public String story() {
    return "A holder is frozen before it pays; others pay meanwhile, and it pays the same again.";
  }

  @Override
  public int order() {
    return 21;
  }

  @Override
  Workload.Rail rail() {
    return Workload.Rail.PLAIN;
  }

  @Override
  public Set<Grade> expected(Promise promise) {
    return promise == Promise.NONE
        ? EnumSet.of(Grade.OK, Grade.INTERESTING)
        : EnumSet.of(Grade.INTERESTING);
  }
}
