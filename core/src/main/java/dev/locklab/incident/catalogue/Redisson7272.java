package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.incident.Undecided;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import redis.clients.jedis.Protocol.Command;

/**
 * An interrupt ends the wait for an answer, not what was asked for, and what comes of that begins
 * the renewal, whether anybody waits for it or not. The issue tells of several orders in which that
 * happens; this is the one that can be forced.
 */
@AutoService(Incident.class)
public final class Redisson7272 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson7272() {
    super(7272);
  }

  @Override
  public String users() {
    return "A lock stayed in Redis and was renewed for ever, although its thread had been interrupted and was gone.";
  }

  @Override
  public String proves() {
    return "A lock() that throws because it is interrupted is granted all the same, and renewed with nobody to give it back.";
  }

  @Override
  public String versions() {
    return "up to 4.7.0, open";
  }

  @Override
  public String broken() {
    return "4.7.0";
  }

  @Override
  public @Nullable String mended() {
    return null;
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    private static final long PAUSE_MILLIS = 20_000;

    static Observation of(Stage stage) throws Exception {
      String key = stage.key("lock");
      RedissonClient client = RedissonClients.withShortWatchdog(stage);
      Actor thread = stage.actor("the thread");
      // From now on scripts stay at the server, read and not begun.
      stage.call(Command.CLIENT, "PAUSE", Long.toString(PAUSE_MILLIS), "WRITE");
      Future<Boolean> locked = thread.begins(() -> client.getLock(key).lockInterruptibly());
      stage.await("the lock is asked for", () -> !stage.blockedClients().isEmpty());
      thread.interrupt();
      boolean threw = !thread.gets(locked::get);
      if (!threw || stage.has(key)) {
        throw new Undecided("the interrupt came too late");
      }
      stage.call(Command.CLIENT, "UNPAUSE");
      stage.await("the lock is granted", () -> stage.has(key));
      return RedissonClients.isRenewed(stage, key)
          ? Observation.shown(
              "lock() threw when there was no key yet; the key came all the same, and was renewed twice")
          : Observation.notShown("the key came all the same, and was not renewed");
    }
  }
}
