package dev.locklab.control;

import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * Publish and subscribe of a Redis. Those commands go through even when the server is out of memory
 * or read-only, which is when a worker has the most to tell.
 */
public final class RedisBus implements MessageBus {

  private final RedisAddress address;
  private final String clientName;
  private final Link link;

  /**
   * @param clientName what the connections are called at the server
   */
  public RedisBus(RedisAddress address, String clientName) {
    this.address = address;
    this.clientName = clientName;
    this.link = address.link(clientName);
  }

  @Override
  public synchronized void publish(String channel, String message) {
    link.call(Command.PUBLISH, channel, message);
  }

  @Override
  public synchronized @Nullable String get(String key) {
    Object value = link.call(Command.GET, key);
    return value == null ? null : Replies.text(value);
  }

  @Override
  public Listening listen(String channel, Consumer<String> listener) {
    Subscription subscription = new Subscription(address, clientName, channel, listener);
    return new Listening() {
      @Override
      public boolean awaitHearing(long timeout, TimeUnit unit) throws InterruptedException {
        return subscription.awaitSubscribed(timeout, unit);
      }

      @Override
      public void close() {
        subscription.close();
      }
    };
  }

  @Override
  public synchronized void close() {
    link.close();
  }
}
