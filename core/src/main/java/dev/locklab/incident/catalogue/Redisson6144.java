package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import org.redisson.api.RedissonClient;

/**
 * Whoever locks is noted for renewal once for each {@code lock()}, and was struck off once at the
 * last {@code unlock()}. What was left of him stood before the next holder, whose lock was not
 * renewed.
 */
@AutoService(Incident.class)
public final class Redisson6144 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson6144() {
    super(6144);
  }

  @Override
  public String users() {
    return "Locks ran out while their holders were at work, after the key had been locked twice by one thread before.";
  }

  @Override
  public String proves() {
    return "After lock, lock, unlock, unlock the next thread's lock is not renewed, a third gets in, and money is lost.";
  }

  @Override
  public String versions() {
    return "3.37.0 to 3.45.1, mended in 3.46.0";
  }

  @Override
  public String broken() {
    return "3.45.1";
  }

  @Override
  public String mended() {
    return "3.46.0";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    static Observation of(Stage stage) throws Exception {
      RedissonClient client = RedissonClients.withShortWatchdog(stage);
      String key = stage.key("lock");
      Actor first = stage.actor("the first");
      first.does(() -> client.getLock(key).lock());
      first.does(() -> client.getLock(key).lock());
      first.does(() -> client.getLock(key).unlock());
      first.does(() -> client.getLock(key).unlock());
      Actor second = stage.actor("the second");
      second.does(() -> client.getLock(key).lock());
      Stage.Visit inside = stage.enters(second.name());
      if (RedissonClients.isRenewed(stage, key)) {
        return Observation.notShown("the next holder's lock was renewed twice");
      }
      Actor third = stage.actor("the third");
      third.does(() -> client.getLock(key).lock());
      stage.enters(third.name()).adds(100);
      return Observation.shown(
          "the next holder's lock ran out, a third thread got in; writes lost: %s"
              .formatted(inside.adds(100)));
    }
  }
}
