package dev.locklab.it;

import static org.awaitility.Awaitility.await;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A Redis Cluster of three primaries with a replica each, from the embedded binaries. */
final class TestCluster implements AutoCloseable {

  private static final int PRIMARIES = 3;
  private static final int SLOTS = 16_384;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final List<String> SETTINGS =
      List.of(
          "--cluster-enabled",
          "yes",
          "--cluster-node-timeout",
          "2000",
          "--cluster-replica-validity-factor",
          "0");

  private final List<EmbeddedRedis> nodes = new ArrayList<>();

  TestCluster() {
    try {
      nodes.add(EmbeddedRedis.start(SETTINGS));
      while (nodes.size() < 2 * PRIMARIES) {
        nodes.add(EmbeddedRedis.startBeside(nodes.get(0), SETTINGS));
      }
      for (int primary = 0; primary < PRIMARIES; primary++) {
        CommandArguments add = new CommandArguments(Command.CLUSTER).add("ADDSLOTS");
        IntStream.range(primary * SLOTS / PRIMARIES, (primary + 1) * SLOTS / PRIMARIES)
            .forEach(slot -> add.add(Integer.toString(slot)));
        call(primary, add);
        call(primary, "SET-CONFIG-EPOCH", Integer.toString(primary + 1));
      }
      for (EmbeddedRedis node : nodes) {
        call(0, "MEET", "127.0.0.1", Integer.toString(node.address().port()));
      }
      await()
          .atMost(LONG)
          .until(
              () -> IntStream.range(0, nodes.size()).allMatch(node -> known(node) == nodes.size()));
      for (int replica = PRIMARIES; replica < nodes.size(); replica++) {
        call(replica, "REPLICATE", call(replica - PRIMARIES, "MYID"));
      }
      await()
          .atMost(LONG)
          .until(
              () ->
                  IntStream.range(0, nodes.size())
                      .allMatch(node -> call(node, "INFO").contains("cluster_state:ok")));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private long known(int node) {
    return call(node, "NODES").lines().filter(line -> !line.contains("handshake")).count();
  }

  /** What a node answers to {@code CLUSTER ...}. */
  String call(int node, String... arguments) {
    return call(node, new CommandArguments(Command.CLUSTER).addObjects((Object[]) arguments));
  }

  private String call(int node, CommandArguments command) {
    try (Link link = nodes.get(node).address().link("test")) {
      return Replies.text(link.call(command));
    }
  }

  /** The cluster by the primaries' addresses, with the password. */
  RedisAddress address() {
    return RedisAddress.parse(
            nodes.stream()
                .limit(PRIMARIES)
                .map(node -> "127.0.0.1:" + node.address().port())
                .collect(Collectors.joining(",", "redis-cluster://", "")))
        .withPassword(nodes.get(0).address().password());
  }

  /** A node; the first three were primaries at the start, each with the replica three later. */
  EmbeddedRedis node(int index) {
    return nodes.get(index);
  }

  @Override
  public void close() {
    nodes.forEach(EmbeddedRedis::close);
  }
}
