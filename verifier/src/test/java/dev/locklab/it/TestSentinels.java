package dev.locklab.it;

import static org.awaitility.Awaitility.await;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A primary, a replica, and three Sentinels that watch them as the service {@code bank}. */
final class TestSentinels implements AutoCloseable {

  static final String SERVICE = "bank";

  private static final int COUNT = 3;
  private static final int QUORUM = 2;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EmbeddedRedis primary = EmbeddedRedis.startCarried();

  private final EmbeddedRedis replica = EmbeddedRedis.startReplica(primary, List.of());
  private final List<TestSentinel> sentinels = new ArrayList<>();

  TestSentinels(Path folder) throws IOException {
    for (int number = 0; number < COUNT; number++) {
      Path own = Files.createDirectories(folder.resolve("sentinel-" + number));
      sentinels.add(TestSentinel.start(own, primary, SERVICE, QUORUM));
    }
    await()
        .atMost(LONG)
        .ignoreException(StoreException.class)
        .until(() -> sentinels.stream().allMatch(TestSentinels::knowsTheOthers));
  }

  private static boolean knowsTheOthers(TestSentinel sentinel) {
    try (Link link = sentinel.address().link("test")) {
      String info = Replies.text(link.call(Command.INFO, "sentinel"));
      return info.contains("slaves=1,sentinels=" + COUNT);
    }
  }

  /** The service by its Sentinels, with the servers' password. */
  RedisAddress address() {
    return RedisAddress.parse(
            sentinels.stream()
                .map(one -> one.address().host() + ":" + one.address().port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/" + SERVICE)))
        .withPassword(primary.address().password());
  }

  EmbeddedRedis primary() {
    return primary;
  }

  EmbeddedRedis replica() {
    return replica;
  }

  /**
   * Has the Sentinels promote the replica, and waits until it is the primary and the one before it
   * its replica, to which a lock may have to be copied before it counts.
   */
  void failOver() {
    try (Link link = sentinels.get(0).address().link("test")) {
      link.call(new CommandArguments(Command.SENTINEL).add("FAILOVER").add(SERVICE));
    }
    await().atMost(LONG).until(() -> replication(replica).contains("role:master"));
    await().atMost(LONG).until(() -> replication(primary).contains("master_link_status:up"));
  }

  private static String replication(EmbeddedRedis server) {
    try (Link link = server.address().link("test")) {
      return Replies.text(link.call(Command.INFO, "replication"));
    }
  }

  @Override
  public void close() {
    sentinels.forEach(TestSentinel::close);
    replica.close();
    primary.close();
  }
}
