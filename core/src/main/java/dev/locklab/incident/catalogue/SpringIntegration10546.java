package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.redis.Errors;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;

/**
 * The script by which a lock was given back named the channel of its waiters among its keys, and on
 * a cluster all keys of a script must be in one slot.
 */
@AutoService(Incident.class)
public final class SpringIntegration10546 extends SpringIntegrationIncident {

  /** As the library's repository counts it. */
  public SpringIntegration10546() {
    super(10546);
  }

  @Override
  public String users() {
    return "On a cluster unlock() threw CROSSSLOT, and the lock stayed until its lease was over.";
  }

  @Override
  public String proves() {
    return "A lock with PUB_SUB_LOCK is taken on a cluster of three primaries, cannot be given back, and stays.";
  }

  @Override
  public String versions() {
    return "6.4.8 and 6.5.3, mended in 6.4.9 and 6.5.4";
  }

  @Override
  public String broken() {
    return "6.5.3";
  }

  @Override
  public String mended() {
    return "6.5.4";
  }

  @Override
  public boolean needsCluster() {
    return true;
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    static Observation of(Stage stage) throws Exception {
      RedisLockRegistry registry = Registries.registry(stage, "registry");
      registry.setRedisLockType(RedisLockType.PUB_SUB_LOCK);
      Actor thread = stage.actor("the thread");
      thread.does(() -> Registries.lock(registry, "lock").lock());
      try {
        thread.does(() -> Registries.lock(registry, "lock").unlock());
      } catch (RuntimeException e) {
        String why = Errors.rootMessage(e);
        return why.contains("CROSSSLOT")
            ? Observation.shown("unlock() threw: " + why)
            : Observation.undecided("unlock() threw: " + why);
      }
      return Observation.notShown("unlock() gave the lock back");
    }
  }
}
