package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/**
 * A lock object of Redisson's remembered the lease that it was taken with, and {@code lock()} took
 * that for the watchdog's.
 */
@AutoService(Incident.class)
public final class Redisson4818 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson4818() {
    super(4818);
  }

  @Override
  public String users() {
    return "A lock taken without a lease had the lease of the time before, so a crash left it taken for an hour.";
  }

  @Override
  public String proves() {
    return "An RLock that was leased for an hour once leases the next lock() for an hour too.";
  }

  @Override
  public String versions() {
    return "up to 3.19.1, mended in 3.19.2";
  }

  @Override
  public String broken() {
    return "3.19.1";
  }

  @Override
  public String mended() {
    return "3.19.2";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    private static final long LEASE_HOURS = 1;

    static Observation of(Stage stage) throws Exception {
      RedissonClient client = RedissonClients.open(stage);
      String key = stage.key("lock");
      RLock lock = client.getLock(key);
      Actor thread = stage.actor("the thread");
      thread.does(() -> lock.lock(LEASE_HOURS, TimeUnit.HOURS));
      thread.does(() -> lock.unlock());
      thread.does(() -> lock.lock());
      long left = stage.millisLeft(key);
      long watchdog = client.getConfig().getLockWatchdogTimeout();
      String evidence =
          "lock() without a lease left the key %s ms; the watchdog's time is %s ms"
              .formatted(left, watchdog);
      return left > watchdog ? Observation.shown(evidence) : Observation.notShown(evidence);
    }
  }
}
