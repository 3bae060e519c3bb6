package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.incident.Undecided;
import dev.locklab.redis.Errors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The watchdog went from slot to slot of a cluster by a call in a call. Slots in which there is
 * nothing to renew, as those that #7251 leaves behind, are done at once, so that the calls never
 * end before the last.
 */
@AutoService(Incident.class)
public final class Redisson6962 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson6962() {
    super(6962);
  }

  @Override
  public String users() {
    return "The renewal of all locks of a JVM died of a StackOverflowError, on clusters above all.";
  }

  @Override
  public String proves() {
    return "With left-over entries in many slots of a cluster the watchdog dies, a read lock runs out, and a writer gets in.";
  }

  @Override
  public String versions() {
    return "up to 4.1.0, mended in 4.2.0";
  }

  @Override
  public String broken() {
    return "4.1.0";
  }

  @Override
  public String mended() {
    return "4.2.0";
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

    private static final int SLOTS = 8_000;
    private static final int AT_ONCE = 32;

    /** Long enough for a machine on which filling the slots is slow. */
    private static final long WATCHDOG_MILLIS = 6_000;

    static Observation of(Stage stage) throws Exception {
      RedissonClient client =
          RedissonClients.open(stage, settings -> settings.setLockWatchdogTimeout(WATCHDOG_MILLIS));
      long id = Thread.currentThread().getId();
      List<RLock> leftOver = new ArrayList<>();
      Set<Integer> slots = new HashSet<>();
      for (int i = 0; slots.size() < SLOTS; i++) {
        String name = "key" + i;
        if (slots.add(JedisClusterCRC16.getSlot(name))) {
          leftOver.add(client.getReadWriteLock(name).readLock());
        }
      }
      leaveOver(leftOver, id);
      String key = stage.key("lock");
      Actor reader = stage.actor("the reader");
      reader.does(() -> client.getReadWriteLock(key).readLock().lock());
      if (RedissonClients.isRenewed(stage, key)) {
        return Observation.notShown("the reader's lock was renewed twice");
      }
      return stage
              .actor("the writer")
              .does(() -> client.getReadWriteLock(key).writeLock().tryLock())
          ? Observation.shown("the reader's lock ran out, and a writer got in while he read")
          : Observation.undecided("the key is gone, and yet a writer was refused");
    }

    /**
     * Takes and gives back each of them twice, some at a time.
     *
     * @throws Undecided if that cannot be done with one
     */
    private static void leaveOver(List<RLock> locks, long id) throws InterruptedException {
      Semaphore room = new Semaphore(AT_ONCE);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      for (RLock lock : locks) {
        room.acquire();
        lock.lockAsync(id)
            .thenCompose(held -> lock.lockAsync(id))
            .thenCompose(heldTwice -> lock.unlockAsync(id))
            .thenCompose(heldOnce -> lock.unlockAsync(id))
            .whenComplete(
                (done, e) -> {
                  if (e != null) {
                    failure.set(e);
                  }
                  room.release();
                });
      }
      room.acquire(AT_ONCE);
      Throwable failed = failure.get();
      if (failed != null) {
        throw new Undecided("not all slots could be filled: " + Errors.rootMessage(failed));
      }
    }
  }
}
