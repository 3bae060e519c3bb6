package dev.locklab.redis;

import dev.locklab.redis.StoreException.Fate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A subscription to one channel that has no thread of its own: whoever wants a message reads it,
 * which saves waking one thread by another. For as long as it is open, publishing to its channel
 * finds a receiver. Not thread safe.
 *
 * @see Subscription
 */
public final class Mailbox implements AutoCloseable {

  private static final int CONTENT = 2;
  private static final CommandArguments PING = new CommandArguments(Command.PING);

  private final RedisAddress address;
  private final Wire wire;

  private Mailbox(RedisAddress address, Wire wire) {
    this.address = address;
    this.wire = wire;
  }

  /**
   * Subscribes, and returns once the server has confirmed it.
   *
   * @throws StoreException if the server is not to be had, or refuses
   */
  public static Mailbox open(RedisAddress address, String clientName, String channel) {
    return open(address, null, clientName, channel);
  }

  /**
   * The same at one server of a cluster.
   *
   * @param node where commands have been sent on to; null for whichever the address leads to
   */
  static Mailbox open(
      RedisAddress address, @Nullable HostAndPort node, String clientName, String channel) {
    Wire wire = null;
    try {
      wire = address.connect(node, clientName);
      wire.executeCommand(new CommandArguments(Command.SUBSCRIBE).add(channel));
      return new Mailbox(address, wire);
    } catch (JedisException e) {
      close(wire);
      throw failure(address, e);
    }
  }

  /**
   * Waits for the next message.
   *
   * @return null if none came within that time
   * @throws StoreException if the connection is lost; messages may be, too
   */
  public byte @Nullable [] next(long nanos) {
    try {
      Object heard = wire.heard((int) TimeUnit.NANOSECONDS.toMillis(nanos));
      return heard instanceof List<?> message
              && message.size() > CONTENT
              && message.get(CONTENT) instanceof byte[] content
          ? content
          : null;
    } catch (JedisException e) {
      throw failure(address, e);
    }
  }

  /** Has whoever waits for a message come back without one; another thread may call it. */
  public void stir() {
    try {
      synchronized (this) {
        wire.sendCommand(PING);
        wire.push();
      }
    } catch (JedisException e) {
      // Then it comes back because the connection is lost.
    }
  }

  private static StoreException failure(RedisAddress address, JedisException e) {
    return new StoreException(Fate.NOT_APPLIED, Errors.rootMessage(e) + " (" + address + ")", e);
  }

  @Override
  public void close() {
    close(wire);
  }

  private static void close(@Nullable Wire wire) {
    try {
      if (wire != null) {
        wire.close();
      }
    } catch (JedisConnectionException e) {
      // It is being thrown away: what it still has to say does not matter.
    }
  }
}
