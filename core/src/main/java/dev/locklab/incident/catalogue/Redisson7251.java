package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import org.redisson.api.RedissonClient;

/**
 * What #6144 is to locks: a reader was noted for renewal once for each {@code lock()}, and was
 * struck off once. What was left of him stood before the next reader of the JVM.
 */
@AutoService(Incident.class)
public final class Redisson7251 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson7251() {
    super(7251);
  }

  @Override
  public String users() {
    return "The watchdog kept an entry of a read lock for ever that one thread had taken twice and given back twice.";
  }

  @Override
  public String proves() {
    return "After lock, lock, unlock, unlock the next reader's lock is not renewed, and a writer gets in while he reads.";
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

    static Observation of(Stage stage) throws Exception {
      RedissonClient client = RedissonClients.withShortWatchdog(stage);
      String key = stage.key("lock");
      Actor first = stage.actor("the first reader");
      first.does(() -> client.getReadWriteLock(key).readLock().lock());
      first.does(() -> client.getReadWriteLock(key).readLock().lock());
      first.does(() -> client.getReadWriteLock(key).readLock().unlock());
      first.does(() -> client.getReadWriteLock(key).readLock().unlock());
      Actor second = stage.actor("the second reader");
      second.does(() -> client.getReadWriteLock(key).readLock().lock());
      if (RedissonClients.isRenewed(stage, key)) {
        return Observation.notShown("the next reader's lock was renewed twice");
      }
      Actor writer = stage.actor("the writer");
      return writer.does(() -> client.getReadWriteLock(key).writeLock().tryLock())
          ? Observation.shown("the next reader's lock ran out, and a writer got in while he read")
          : Observation.undecided("the key is gone, and yet a writer was refused");
    }
  }
}
