package dev.locklab.redis;

import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;

/** A Jedis connection that can send without reading, and look whether something has come. */
final class Wire extends Connection {

  private static final Object NOTHING = new Object();
  private static final byte ANY = 0;

  private final int replyTimeout;
  private boolean looking;
  private volatile boolean ended;

  Wire(HostAndPort server, JedisClientConfig config) {
    super(server, config);
    this.replyTimeout = config.getSocketTimeoutMillis();
  }

  /** Connects once; what is sent after the end must not go out by a connection of its own. */
  @Override
  public void connect() {
    if (ended) {
      throw new JedisConnectionException("the connection has ended");
    }
    super.connect();
  }

  @Override
  public void close() {
    ended = true;
    super.close();
  }

  /** Sends what has been written so far. */
  void push() {
    flush();
  }

  /** Reads a reply and sends nothing, so that another thread may be sending. */
  @Nullable Object reply() {
    return getUnflushedObject();
  }

  /**
   * Reads what the server says of its own accord.
   *
   * @return null if it did not begin to say anything within that time
   */
  @Nullable Object heard(int millis) {
    looking = true;
    try {
      setSoTimeout(Math.max(1, millis));
      Object said = getUnflushedObject();
      return said == NOTHING ? null : said;
    } finally {
      looking = false;
    }
  }

  @Override
  protected Object protocolRead(RedisInputStream in, PushConsumerChain consumers) {
    if (looking) {
      try {
        // Takes nothing off the stream, so nothing is lost where the time is over.
        in.peek(ANY);
      } catch (JedisConnectionException e) {
        if (e.getCause() instanceof SocketTimeoutException) {
          return NOTHING;
        }
        throw e;
      }
      setSoTimeout(replyTimeout);
    }
    return super.protocolRead(in, consumers);
  }
}
