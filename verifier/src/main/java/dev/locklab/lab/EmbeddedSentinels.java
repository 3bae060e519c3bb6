package dev.locklab.lab;

import dev.locklab.redis.RedisAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A primary, its replica, and three Sentinels that watch them as the service {@code bank}; two of
 * them must agree that the primary is gone, for which it must be silent for a second.
 */
public final class EmbeddedSentinels implements AutoCloseable {

  /** What the Sentinels call the service. */
  public static final String SERVICE = "bank";

  private static final int COUNT = 3;
  private static final int QUORUM = 2;
  private static final List<String> WATCH =
      List.of("down-after-milliseconds 1000", "failover-timeout 5000");

  private final List<EmbeddedRedis> servers = new ArrayList<>();
  private final List<EmbeddedRedis> sentinels = new ArrayList<>();

  /**
   * Starts them, and waits until they know of each other.
   *
   * @param program what is started
   * @param settings of the servers, as on redis-server's command line
   * @throws dev.locklab.exit.UnavailableException if they cannot be had on this machine
   */
  public EmbeddedSentinels(ServerProgram program, List<String> settings) {
    try {
      servers.add(EmbeddedRedis.startPrimary(program, settings));
      servers.add(EmbeddedRedis.startReplica(primary(), settings));
      while (sentinels.size() < COUNT) {
        sentinels.add(EmbeddedRedis.startSentinel(primary(), SERVICE, QUORUM, WATCH));
      }
      sentinels.forEach(one -> one.awaitInfo("slaves=1,sentinels=" + COUNT));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The service by its Sentinels, with the password of all. */
  public RedisAddress address() {
    return RedisAddress.parse(
            sentinels.stream()
                .map(one -> one.address().host() + ":" + one.address().port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/" + SERVICE)))
        .withPassword(primary().address().password());
  }

  /** The server that was the primary at the start. */
  public EmbeddedRedis primary() {
    return servers.get(0);
  }

  /** The server that was the replica at the start. */
  public EmbeddedRedis replica() {
    return servers.get(1);
  }

  /** One of the Sentinels. */
  public EmbeddedRedis sentinel() {
    return sentinels.get(0);
  }

  @Override
  public void close() {
    sentinels.forEach(EmbeddedRedis::close);
    servers.forEach(EmbeddedRedis::close);
  }
}
