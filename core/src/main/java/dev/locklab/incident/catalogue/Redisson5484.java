package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.redisson.RedissonMultiLock;
import org.redisson.api.RedissonClient;

/**
 * Redisson's {@code MultiLock.lock(10, SECONDS)} handed its lease on as a number without its unit,
 * and each of its locks took it for milliseconds.
 */
@AutoService(Incident.class)
public final class Redisson5484 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson5484() {
    super(5484);
  }

  @Override
  public String users() {
    return "MultiLock.lock(10, SECONDS) was gone after some milliseconds, and unlock() threw.";
  }

  @Override
  public String proves() {
    return "A second thread gets a MultiLock that the first took for 10 s, and money is lost.";
  }

  @Override
  public String versions() {
    return "3.17.0 to 3.25.0, mended in 3.25.1";
  }

  @Override
  public String broken() {
    return "3.25.0";
  }

  @Override
  public String mended() {
    return "3.25.1";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    private static final long LEASE_SECONDS = 10;

    /** A hundred times as long as the lease that is wrong. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

    static Observation of(Stage stage) throws Exception {
      RedissonClient client = RedissonClients.open(stage);
      Actor first = stage.actor("the first");
      Actor second = stage.actor("the second");
      first.does(() -> both(stage, client).lock(LEASE_SECONDS, TimeUnit.SECONDS));
      long taken = System.nanoTime();
      Stage.Visit inside = stage.enters(first.name());
      boolean together =
          stage.comesAbout(LONG_ENOUGH, () -> second.gets(() -> both(stage, client).tryLock()));
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - taken);
      if (!together) {
        return Observation.notShown(
            "a second thread asked for %s ms for what was taken for %s s, and was refused"
                .formatted(millis, LEASE_SECONDS));
      }
      stage.enters(second.name()).adds(100);
      return Observation.shown(
          "a second thread had the lock %s ms after the first took it for %s s; writes lost: %s"
              .formatted(millis, LEASE_SECONDS, inside.adds(100)));
    }

    private static RedissonMultiLock both(Stage stage, RedissonClient client) {
      return new RedissonMultiLock(
          client.getLock(stage.key("one")), client.getLock(stage.key("other")));
    }
  }
}
