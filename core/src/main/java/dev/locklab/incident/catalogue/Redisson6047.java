package dev.locklab.incident.catalogue;

import com.google.auto.service.AutoService;
import dev.locklab.incident.Actor;
import dev.locklab.incident.Incident;
import dev.locklab.incident.Observation;
import dev.locklab.incident.Stage;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.ChannelName;
import org.redisson.client.codec.LongCodec;
import org.redisson.misc.AsyncSemaphore;

/**
 * A {@code tryLock()} whose time was over just as its subscription succeeded left an entry that had
 * failed, and whoever waited for that lock in the same JVM was handed the failure. Here the
 * subscription is held until the time is over, by a map of ours in the place of the library's, and
 * succeeds at once, as the JVM listens to the lock's channel already.
 */
@AutoService(Incident.class)
public final class Redisson6047 extends RedissonIncident {

  /** As the library's repository counts it. */
  public Redisson6047() {
    super(6047);
  }

  @Override
  public String users() {
    return "After one time-out every tryLock() of that key failed at once, with the same message.";
  }

  @Override
  public String proves() {
    return "After one tryLock() whose time is over as its subscription succeeds, nobody in that JVM can wait for the lock any more.";
  }

  @Override
  public String versions() {
    return "up to 3.33.0, mended in 3.34.0";
  }

  @Override
  public String broken() {
    return "3.33.0";
  }

  @Override
  public String mended() {
    return "3.34.0";
  }

  @Override
  public Observation reenact(Stage stage) throws Exception {
    return Reenactment.of(stage);
  }

  private static final class Reenactment {

    private static final int ASKED_SECONDS = 15;
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    static Observation of(Stage stage) throws Exception {
      RedissonClient holders = RedissonClients.open(stage);
      RedissonClient waiters = RedissonClients.open(stage);
      String key = stage.key("lock");
      String channel = "redisson_lock__channel:" + key;
      Actor holder = stage.actor("the holder");
      holder.does(() -> holders.getLock(key).lock());
      waiters.getTopic(channel, LongCodec.INSTANCE).addListener(Long.class, (name, told) -> {});
      Entries entries = new Entries();
      RedissonClients.waitBy(waiters, entries);
      AsyncSemaphore turn = turn(waiters, channel);
      turn.acquire().get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Actor one = stage.actor("the brief waiter");
      Future<Boolean> brief = one.begins(() -> waiters.getLock(key).tryLock(1, TimeUnit.SECONDS));
      stage.await(
          "the brief waiter waits for his turn", () -> turn.queueSize() > 0 && one.isWaiting());
      Future<Boolean> subscribed = stage.actor("the subscription").begins(turn::release);
      stage.await("he subscribes", entries::isReached);
      stage.await("his time is over", brief::isDone);
      entries.goesOn();
      stage.await("he is subscribed", subscribed::isDone);
      Actor patient = stage.actor("the patient waiter");
      Future<Boolean> first = waits(patient, waiters, key);
      if (!stage.comesAbout(AT_ONCE, first::isDone)) {
        holder.does(() -> holders.getLock(key).unlock());
        return patient.outcome(first)
            ? Observation.notShown("the next waiter waited, and had the lock once it was free")
            : Observation.undecided("the next waiter waited, and did not get the lock");
      }
      Future<Boolean> second = waits(patient, waiters, key);
      return stage.comesAbout(AT_ONCE, second::isDone) && !first.get() && !second.get()
          ? Observation.shown(
              "two further tryLock() of %s s each were refused at once".formatted(ASKED_SECONDS))
          : Observation.undecided("one was refused at once, and another was not");
    }

    private static Future<Boolean> waits(Actor who, RedissonClient client, String key) {
      return who.begins(() -> client.getLock(key).tryLock(ASKED_SECONDS, TimeUnit.SECONDS));
    }

    /** Whoever subscribes to that channel has its turn first. */
    private static AsyncSemaphore turn(RedissonClient client, String channel)
        throws ReflectiveOperationException {
      Object service =
          ((Redisson) client).getCommandExecutor().getConnectionManager().getSubscribeService();
      Method turns = service.getClass().getDeclaredMethod("getSemaphore", ChannelName.class);
      turns.setAccessible(true);
      return (AsyncSemaphore) turns.invoke(service, new ChannelName(channel));
    }

    /** The locks of a client that are waited for; the first is entered once it may go on. */
    private static final class Entries extends ConcurrentHashMap<Object, Object> {

      private static final long serialVersionUID = 1L;

      private final transient CountDownLatch reached = new CountDownLatch(1);
      private final transient CountDownLatch open = new CountDownLatch(1);

      boolean isReached() {
        return reached.getCount() == 0;
      }

      void goesOn() {
        open.countDown();
      }

      @Override
      public @Nullable Object putIfAbsent(Object key, Object value) {
        reached.countDown();
        try {
          open.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return super.putIfAbsent(key, value);
      }
    }
  }
}
