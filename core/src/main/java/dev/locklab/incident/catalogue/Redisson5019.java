package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.incident.Undecided;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RedissonClient;
import redis.clients.jedis.Protocol.Command;

/**
 * Whoever gives up waiting for a fair lock takes himself out of its queue by a command that was
 * sent once. Where it was lost, he stayed, and whoever came later waited for him.
 */
@AutoService(Incident.class)
public final class Redisson5019 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson5019() {
    super(5019);
  }

  @Override
  public String users() {
    return "A thread that had given up waiting stayed in the queue of a fair lock, and held up all behind it.";
  }

  @Override
  public String proves() {
    return "A waiter gives up while its connection breaks; nobody holds the lock, and the next one waits for the ghost.";
  }

  @Override
  public String versions() {
    return "up to 4.6.1, mended in 4.7.0";
  }

  @Override
  public String broken() {
    return "4.6.1";
  }

  @Override
  public String mended() {
    return "4.7.0";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    private static final long WAITS_SECONDS = 2;
    private static final long PAUSE_MILLIS = 20_000;
    private static final String QUEUES = "redisson_lock_queue:*";

    static Observation of(Stage stage) throws Exception {
      String key = stage.key("lock");
      RedissonClient client = RedissonClients.open(stage);
      Actor holder = stage.actor("the holder");
      holder.does(() -> client.getFairLock(key).lock());
      Actor waiter = stage.actor("the waiter");
      Future<Boolean> gaveUp =
          waiter.begins(() -> client.getFairLock(key).tryLock(WAITS_SECONDS, TimeUnit.SECONDS));
      stage.await("the waiter is in the queue", () -> !stage.keys(QUEUES).isEmpty());
      // From now on scripts stay at the server, read and not begun; so does the one by which he
      // goes.
      stage.call(Command.CLIENT, "PAUSE", Long.toString(PAUSE_MILLIS), "WRITE");
      stage.await("the waiter has given up", () -> !stage.blockedClients().isEmpty());
      for (String id : stage.blockedClients()) {
        stage.call(Command.CLIENT, "KILL", "ID", id);
      }
      stage.call(Command.CLIENT, "UNPAUSE");
      if (waiter.gets(() -> gaveUp.get())) {
        throw new Undecided("the waiter got the lock");
      }
      holder.does(() -> client.getFairLock(key).unlock());
      boolean free = !stage.has(key);
      boolean ghost = !stage.keys(QUEUES).isEmpty();
      Actor next = stage.actor("the next");
      boolean had =
          next.gets(() -> client.getFairLock(key).tryLock(WAITS_SECONDS, TimeUnit.SECONDS));
      if (had) {
        return Observation.notShown(
            "he who had given up was out of the queue, and the next had the lock");
      }
      return free && ghost
          ? Observation.shown(
              "nobody held the lock, and the next waited %s s for it in vain behind one who had given up"
                  .formatted(WAITS_SECONDS))
          : Observation.undecided("the next was refused, and nobody was in the queue");
    }
  }
}
