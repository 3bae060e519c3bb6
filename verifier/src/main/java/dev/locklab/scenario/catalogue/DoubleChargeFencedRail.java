package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import java.util.EnumSet;
import java.util.Set;

/** A fence at the rail itself, which only a token can use. */
@AutoService(Scenario.class)
public final class DoubleChargeFencedRail extends FrozenPayer {

  @Override
  public String name() {
    return "double-charge-fenced-rail";
  }

  @Override
  public String story() {
    return "As double-charge, at a rail that refuses a token smaller than it has seen.";
  }

  @Override
  public int order() {
    return 22;
  }

  @Override
  Workload.Rail rail() {
    return Workload.Rail.FENCED;
  }

  @Override
  public Set<Grade> expected(Promise promise) {
    return switch (promise) {
      case FENCED -> EnumSet.of(Grade.OK);
      case NONE -> EnumSet.of(Grade.OK, Grade.INTERESTING);
      case WHILE_LEASE_HELD, ATOMIC, LIMIT -> EnumSet.of(Grade.INTERESTING);
    };
  }
}
