package dev.locklab.redis;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Listens to one channel until closed, and subscribes anew whenever its connection is lost. */
public final class Subscription implements AutoCloseable {

  private static final long RETRY_MILLIS = 10;

  private final RedisAddress address;
  private final String clientName;
  private final String channel;
  private final Consumer<String> listener;
  private final Runnable onSubscribed;
  private final Thread thread;
  private volatile @Nullable Listener current;
  private volatile @Nullable RedisClient connected;
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param listener called for every message, on this subscription's own thread, also after one
   *     that made it throw
   */
  public Subscription(
      RedisAddress address, String clientName, String channel, Consumer<String> listener) {
    this(address, clientName, channel, listener, () -> {});
  }

  /**
   * @param listener called for every message, on this subscription's own thread
   * @param onSubscribed called whenever the server has confirmed the subscription, likewise
   */
  public Subscription(
      RedisAddress address,
      String clientName,
      String channel,
      Consumer<String> listener,
      Runnable onSubscribed) {
    this.onSubscribed = onSubscribed;
    this.address = address;
    this.clientName = clientName;
    this.channel = channel;
    this.listener = listener;
    this.thread = new Thread(this::listen, "subscription-" + channel);
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until the server has confirmed the first subscription. */
  public boolean awaitSubscribed(long timeout, TimeUnit unit) throws InterruptedException {
    return subscribed.await(timeout, unit);
  }

  private void listen() {
    while (closing.getCount() > 0) {
      // Anew each time: the server may be another one by then.
      try (RedisClient client = address.client(clientName)) {
        Listener fresh = new Listener();
        current = fresh;
        connected = client;
        client.subscribe(fresh, channel);
      } catch (RuntimeException e) {
        // Whatever ended it, the loop subscribes again.
      }
      try {
        if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Listener subscribedNow = current;
    if (subscribedNow != null && subscribedNow.isSubscribed()) {
      try {
        subscribedNow.unsubscribe();
      } catch (JedisException e) {
        // The connection is gone already, and the subscription with it.
      }
    }
    RedisClient open = connected;
    if (open != null) {
      open.close();
    }
    thread.interrupt();
  }

  private final class Listener extends JedisPubSub {

    @Override
    public void onSubscribe(String name, int count) {
      subscribed.countDown();
      onSubscribed.run();
    }

    @Override
    public void onMessage(String name, String message) {
      if (closing.getCount() > 0) {
        try {
          listener.accept(message);
        } catch (RuntimeException | StackOverflowError e) {
          // What one message did to the listener must not keep the next from it.
        }
      }
    }
  }
}
