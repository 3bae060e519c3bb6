package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.redisson.api.RedissonClient;

/**
 * The watchdog of a reader renewed all that read, by the names that it found at the server, whoever
 * they were and whether they lived.
 */
@AutoService(Incident.class)
public final class Redisson7098 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson7098() {
    super(7098);
  }

  @Override
  public String users() {
    return "A reader that had crashed held off writers for as long as any other reader lived.";
  }

  @Override
  public String proves() {
    return "A living reader renews the lock of one whose JVM was killed, and a writer is refused after the living one has left.";
  }

  @Override
  public String versions() {
    return "up to 4.3.1, mended in 4.4.0";
  }

  @Override
  public String broken() {
    return "4.3.1";
  }

  @Override
  public String mended() {
    return "4.6.1";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  @Override
  public void play(String part, Stage stage) throws InterruptedException {
    Reenactment.dies(stage);
  }

  private static final class Reenactment {

    private static final String DEAD = "dead";
    private static final Duration LONG_ENOUGH = RedissonClients.SHORT_WATCHDOG.multipliedBy(3);

    static Observation of(Stage stage) throws Exception {
      String key = stage.key("lock");
      Process other = stage.start(DEAD);
      stage.await("the other JVM reads", () -> !marks(stage).isEmpty());
      String dead = marks(stage).get(0);
      RedissonClient client = RedissonClients.withShortWatchdog(stage);
      Actor reader = stage.actor("the living reader");
      reader.does(() -> client.getReadWriteLock(key).readLock().lock());
      other.destroyForcibly();
      other.waitFor();
      boolean forgotten = stage.comesAbout(LONG_ENOUGH, () -> !stage.has(dead));
      reader.does(() -> client.getReadWriteLock(key).readLock().unlock());
      boolean written =
          stage.actor("the writer").does(() -> client.getReadWriteLock(key).writeLock().tryLock());
      if (forgotten && written) {
        return Observation.notShown(
            "the dead reader's mark ran out, and a writer got in after the living one");
      }
      return forgotten
          ? Observation.undecided("the dead reader's mark ran out, and yet a writer was refused")
          : Observation.shown(
              "the dead reader's mark was renewed for %s ms after its death; a writer %s"
                  .formatted(LONG_ENOUGH.toMillis(), written ? "got in" : "was refused"));
    }

    /** What is there for each that reads, with an end of its own. */
    private static List<String> marks(Stage stage) {
      return stage.keys("*:rwlock_timeout:*");
    }

    static void dies(Stage stage) throws InterruptedException {
      RedissonClients.withShortWatchdog(stage)
          .getReadWriteLock(stage.key("lock"))
          .readLock()
          .lock();
      new CountDownLatch(1).await();
    }
  }
}
