package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.incident.Undecided;
import java.time.Duration;
import java.time.Instant;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * ShedLock's provider for Redis deletes the key when a job ends, whosever it is by then; since the
 * repair it looks at that, but only for those who ask for it.
 */
@AutoService(Incident.class)
public final class ShedLock2583 implements Incident {

  @Override
  public String name() {
    return "shedlock-2583";
  }

  @Override
  public String issue() {
    return "lukas-krecan/ShedLock#2583";
  }

  @Override
  public String users() {
    return "A job that took longer than its lock removed the lock of the next one when it ended.";
  }

  @Override
  public String proves() {
    return "A late unlock() removes the successor's lock, a third gets in, and money is lost.";
  }

  @Override
  public String versions() {
    return "all, unless safeUpdate(true) is asked for, which came with the repair";
  }

  @Override
  public String strategy() {
    return "shedlock";
  }

  @Override
  public String broken() {
    return "7.10.1";
  }

  @Override
  public String mended() {
    return "7.10.1";
  }

  @Override
  public String remedy() {
    return "safeUpdate(true)";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(1);

    static Observation of(Stage stage) throws Exception {
      RedisConnectionFactory connections = SpringClients.connections(stage);
      String prefix = stage.key("shedlock");
      LockProvider provider =
          stage.isRemedied()
              ? new RedisLockProvider.Builder(connections)
                  .keyPrefix(prefix)
                  .environment("lab")
                  .safeUpdate(true)
                  .build()
              : new RedisLockProvider(connections, "lab", prefix);
      Actor first = stage.actor("the first");
      SimpleLock late = first.does(() -> taken(provider, SHORT));
      stage.await("its lock is over", () -> !stage.has(prefix + ":lab:job"));
      Actor second = stage.actor("the second");
      second.does(() -> taken(provider, LONG));
      Stage.Visit inside = stage.enters(second.name());
      first.does(() -> late.unlock());
      Actor third = stage.actor("the third");
      if (third.does(() -> provider.lock(job(LONG))).isEmpty()) {
        return Observation.notShown("the successor kept its lock, and a third was refused");
      }
      stage.enters(third.name()).adds(100);
      return Observation.shown(
          "the successor's lock was removed, and a third got in; writes lost: %s"
              .formatted(inside.adds(100)));
    }

    private static SimpleLock taken(LockProvider provider, Duration lease) {
      return provider.lock(job(lease)).orElseThrow(() -> new Undecided("the job was locked"));
    }

    private static LockConfiguration job(Duration lease) {
      return new LockConfiguration(Instant.now(), "job", lease, Duration.ZERO);
    }
  }
}
