package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.incident.Undecided;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/**
 * Who gave a lock back as the last of a JVM was struck off, and then the entry of the lock was
 * removed if nobody was in it any more, by two steps. Whoever took the lock in between was removed
 * with it. Here the second step waits, by a map of ours in the place of the watchdog's.
 */
@AutoService(Incident.class)
public final class Redisson6844 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson6844() {
    super(6844);
  }

  @Override
  public String users() {
    return "Now and then a lock was not renewed, and ran out while its holder was at work.";
  }

  @Override
  public String proves() {
    return "Whoever takes a lock while the one before him is being struck off is struck off too: his lock runs out, and money is lost.";
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

  private static final class Reenactment {

    private static final int TRIES = 8;
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    static Observation of(Stage stage) throws Exception {
      RedissonClient client = RedissonClients.withShortWatchdog(stage);
      String key = stage.key("lock");
      Actor first = stage.actor("the first");
      first.does(() -> client.getLock(key).lock());
      Entries entries = Entries.of(client);
      Future<Boolean> unlocked = first.begins(() -> client.getLock(key).unlock());
      stage.await("the first is struck off", () -> entries.isReached() || unlocked.isDone());
      Actor second = next(stage, client, key);
      Stage.Visit inside = stage.enters(second.name());
      entries.goesOn();
      first.outcome(unlocked);
      if (RedissonClients.isRenewed(stage, key)) {
        return Observation.notShown(
            "the lock that was taken as soon as it was given back was renewed twice");
      }
      Actor third = stage.actor("the third");
      third.does(() -> client.getLock(key).lock());
      stage.enters(third.name()).adds(100);
      return Observation.shown(
          "the lock that was taken meanwhile ran out, a third thread got in; writes lost: %s"
              .formatted(inside.adds(100)));
    }

    /** He may be sent to the one of Redisson's threads that waits; then another tries. */
    private static Actor next(Stage stage, RedissonClient client, String key) throws Exception {
      for (int i = 0; i < TRIES; i++) {
        Actor one = stage.actor("the second");
        Future<Boolean> had = one.begins(() -> client.getLock(key).tryLock());
        if (stage.comesAbout(AT_ONCE, had::isDone) && one.outcome(had)) {
          return one;
        }
      }
      throw new Undecided("nobody got the lock that was given back");
    }

    /** The entries of a watchdog, whose removal waits until it may go on. */
    private static final class Entries extends ConcurrentHashMap<Object, Object> {

      private static final long serialVersionUID = 1L;

      private final transient CountDownLatch reached = new CountDownLatch(1);
      private final transient CountDownLatch open = new CountDownLatch(1);

      /** Takes the place of those that the watchdog has now. */
      static Entries of(RedissonClient client) throws ReflectiveOperationException {
        Object scheduler =
            ((Redisson) client).getCommandExecutor().getServiceManager().getRenewalScheduler();
        Field reference = scheduler.getClass().getDeclaredField("reference");
        reference.setAccessible(true);
        Object task = Objects.requireNonNull(((AtomicReference<?>) reference.get(scheduler)).get());
        Field field = task.getClass().getSuperclass().getDeclaredField("name2entry");
        field.setAccessible(true);
        Entries entries = new Entries();
        entries.putAll((Map<?, ?>) field.get(task));
        field.set(task, entries);
        return entries;
      }

      boolean isReached() {
        return reached.getCount() == 0;
      }

      void goesOn() {
        open.countDown();
      }

      @Override
      public Object remove(Object key) {
        reached.countDown();
        try {
          open.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return super.remove(key);
      }
    }
  }
}
