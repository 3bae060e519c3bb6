package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import dev.locklab.incident.Undecided;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.redisson.RedissonLockEntry;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;

/**
 * Who waits by {@code lockAsync()} asks whether the lock's release was told already, and then
 * enters himself into the list of those who are to be told, by two steps. A message in between told
 * nobody. Here the second step waits, by a list of ours in the place of the library's.
 */
@AutoService(Incident.class)
public final class Redisson5761 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson5761() {
    super(5761);
  }

  @Override
  public String users() {
    return "A waiter missed the message that the lock was free, and slept on until a time-out.";
  }

  @Override
  public String proves() {
    return "A lock that is given back while somebody is about to wait for it by lockAsync() stays free, and he sleeps until the lease would have been over.";
  }

  @Override
  public String versions() {
    return "up to 3.27.2, mended in 3.28.0";
  }

  @Override
  public String broken() {
    return "3.27.2";
  }

  @Override
  public String mended() {
    return "3.28.0";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static final Duration LEASE = Duration.ofSeconds(10);

    /** Whoever was told has the lock by then, and whoever was not has most of his sleep to come. */
    private static final Duration SOON = Duration.ofSeconds(4);

    /** So many that no two connections share one. */
    private static final int MANY_THREADS = 32;

    /** How often another is held, where the one that was is the thread that the message is for. */
    private static final int TRIES = 10;

    static Observation of(Stage stage) throws Exception {
      // A client each, so that whoever is held holds no holder up.
      RedissonClient holders = RedissonClients.open(stage);
      RedissonClient waiters =
          RedissonClients.open(stage, settings -> settings.setNettyThreads(MANY_THREADS));
      for (int i = 0; i < TRIES; i++) {
        Observation seen = of(stage, stage.key("lock-" + i), holders, waiters);
        if (seen != null) {
          return seen;
        }
      }
      throw new Undecided("no waiter was held by a thread that the message was not for");
    }

    /** Null where the waiter is held by the very thread that the message is for. */
    private static @Nullable Observation of(
        Stage stage, String key, RedissonClient holders, RedissonClient waiters) throws Exception {
      Entries entries = new Entries();
      RedissonClients.waitBy(waiters, entries);
      Actor holder = stage.actor("the holder");
      holder.does(() -> holders.getLock(key).lock(LEASE.toMillis(), TimeUnit.MILLISECONDS));
      Actor waiter = stage.actor("the waiter");
      // It may be this thread that is held.
      AtomicReference<RFuture<Void>> asked = new AtomicReference<>();
      Future<Boolean> begun = waiter.begins(() -> asked.set(waiters.getLock(key).lockAsync()));
      stage.await("the waiter is about to be entered into the list", entries::isReached);
      holder.does(() -> holders.getLock(key).unlock());
      boolean told = stage.comesAbout(AT_ONCE, entries::isTold);
      entries.goesOn();
      waiter.outcome(begun);
      RFuture<Void> granted = Objects.requireNonNull(asked.get());
      if (!told) {
        stage.await("the waiter is told late", granted::isDone);
        return null;
      }
      long begin = System.nanoTime();
      if (stage.comesAbout(SOON, granted::isDone)) {
        return Observation.notShown("the waiter had the lock as soon as it was entered");
      }
      boolean free = !stage.has(key);
      stage.await("the waiter asks again", granted::isDone);
      long slept = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      return free
          ? Observation.shown(
              "the lock was free, and its waiter slept for another %s ms".formatted(slept))
          : Observation.undecided("somebody else had the lock");
    }

    /** The locks of a client that are waited for, whose waiters are held before they are listed. */
    private static final class Entries extends ConcurrentHashMap<Object, Object> {

      private static final long serialVersionUID = 1L;

      private final transient CountDownLatch reached = new CountDownLatch(1);
      private final transient CountDownLatch open = new CountDownLatch(1);
      private transient volatile @Nullable RedissonLockEntry entry;

      boolean isReached() {
        return reached.getCount() == 0;
      }

      /** Whether the message that tells of the lock's release has been dealt with. */
      boolean isTold() {
        return Objects.requireNonNull(entry).getLatch().availablePermits() > 0;
      }

      void goesOn() {
        open.countDown();
      }

      @Override
      public @Nullable Object putIfAbsent(Object key, Object value) {
        RedissonLockEntry made = (RedissonLockEntry) value;
        try {
          Field listeners = RedissonLockEntry.class.getDeclaredField("listeners");
          listeners.setAccessible(true);
          listeners.set(made, new Waiters());
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
        entry = made;
        return super.putIfAbsent(key, value);
      }

      private final class Waiters extends ConcurrentLinkedQueue<Runnable> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean add(Runnable waiter) {
          reached.countDown();
          try {
            open.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return super.add(waiter);
        }
      }
    }
  }
}
