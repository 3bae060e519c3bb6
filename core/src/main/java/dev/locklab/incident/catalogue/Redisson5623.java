package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RLock;

/**
 * The repair of #4818 had every {@code unlock()} forget the lease, also one that gives back one of
 * several holds, and what was left was leased for the watchdog's time.
 */
@AutoService(Incident.class)
public final class Redisson5623 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson5623() {
    super(5623);
  }

  @Override
  public String users() {
    return "A lock that was held several times for 10 s had 30 s left after some unlock().";
  }

  @Override
  public String proves() {
    return "A lock that is held three times for 10 s is leased for 30 s by the second unlock().";
  }

  @Override
  public String versions() {
    return "3.19.2 to 3.27.1, mended in 3.27.2";
  }

  @Override
  public String broken() {
    return "3.27.1";
  }

  @Override
  public String mended() {
    return "3.27.2";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    private static final long LEASE_SECONDS = 10;

    static Observation of(Stage stage) throws Exception {
      String key = stage.key("lock");
      RLock lock = RedissonClients.open(stage).getLock(key);
      Actor thread = stage.actor("the thread");
      for (int i = 0; i < 3; i++) {
        thread.does(() -> lock.lock(LEASE_SECONDS, TimeUnit.SECONDS));
      }
      thread.does(() -> lock.unlock());
      thread.does(() -> lock.unlock());
      long left = stage.millisLeft(key);
      String evidence =
          "what was taken for %s s had %s ms left after two of three unlock()"
              .formatted(LEASE_SECONDS, left);
      return left > TimeUnit.SECONDS.toMillis(LEASE_SECONDS)
          ? Observation.shown(evidence)
          : Observation.notShown(evidence);
    }
  }
}
