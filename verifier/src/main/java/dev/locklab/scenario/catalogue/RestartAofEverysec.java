package dev.locklab.scenario.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.audit.Grade;
import dev.locklab.run.Effect;
import dev.locklab.run.Promise;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.Scene;
import java.util.EnumSet;
import java.util.Set;

/**
 * Only a lost machine loses the last second: what a killed process had written is with the system.
 * But the server puts off writing, for up to two seconds, while the disk is slow; so it promises
 * nothing.
 */
@AutoService(Scenario.class)
public final class RestartAofEverysec extends RestartWithLog {

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

  @Override
  String fsync() {
    return "everysec";
  }

  @Override
  String found(Scene scene, long written) {
    return scene.version() < written
        ? "and lacks writes of the one before"
        : "with the writes of the one before";
  }
}
