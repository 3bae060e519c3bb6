package dev.locklab.control;

import dev.locklab.redis.StoreException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What carries the messages between a lab and its workers. Thread safe. */
public interface MessageBus extends AutoCloseable {

  /**
   * Tells everybody who listens to the channel now.
   *
   * @throws StoreException if the bus is not to be had
   */
  void publish(String channel, String message);

  /**
   * The text that is kept under a key; null if there is none.
   *
   * @throws StoreException if the bus is not to be had
   */
  @Nullable String get(String key);

  /**
   * Calls the listener for every message on the channel, one at a time, until it is closed; lost
   * connections are made anew. A listener that throws is called for the next message all the same.
   */
  Listening listen(String channel, Consumer<String> listener);

  @Override
  void close();

  /** Ends when it is closed. */
  interface Listening extends AutoCloseable {

    /** Waits until messages are heard. */
    boolean awaitHearing(long timeout, TimeUnit unit) throws InterruptedException;

    @Override
    void close();
  }
}
