package dev.locklab.lab;

import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A Redis Cluster of three primaries with a replica each. */
public final class EmbeddedCluster implements AutoCloseable {

  private static final int PRIMARIES = 3;
  private static final int SLOTS = 16_384;

  private final List<EmbeddedRedis> nodes = new ArrayList<>();

  /**
   * Starts it, and waits until it serves all keys.
   *
   * @param program what is started
   * @param settings of the nodes, as on redis-server's command line
   * @throws dev.locklab.exit.UnavailableException if it cannot be had on this machine
   */
  public EmbeddedCluster(ServerProgram program, List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(EmbeddedRedis.CLUSTER, "yes", "--cluster-node-timeout", "2000"));
    // A replica may take over however long it has been cut off: that is what is to be tried.
    all.addAll(List.of("--cluster-replica-validity-factor", "0"));
    try {
      nodes.add(EmbeddedRedis.startPrimary(program, all));
      while (nodes.size() < 2 * PRIMARIES) {
        nodes.add(EmbeddedRedis.startBeside(nodes.get(0), all));
      }
      for (int primary = 0; primary < PRIMARIES; primary++) {
        CommandArguments add = new CommandArguments(Command.CLUSTER).add("ADDSLOTS");
        IntStream.range(0, SLOTS).filter(owns(primary)).forEach(slot -> add.add("" + slot));
        call(primary, add);
        call(primary, "SET-CONFIG-EPOCH", Integer.toString(primary + 1));
      }
      for (EmbeddedRedis node : nodes) {
        call(0, "MEET", "127.0.0.1", Integer.toString(node.address().port()));
      }
      CommandArguments others = new CommandArguments(Command.CLUSTER).add("NODES");
      nodes.forEach(node -> node.await("all know each other", others, this::isWhole));
      for (int replica = PRIMARIES; replica < nodes.size(); replica++) {
        call(replica, "REPLICATE", call(replica - PRIMARIES, "MYID"));
      }
      CommandArguments info = new CommandArguments(Command.CLUSTER).add("INFO");
      nodes.forEach(
          node -> node.await("cluster_state:ok", info, said -> said.contains("cluster_state:ok")));
      nodes.subList(PRIMARIES, nodes.size()).forEach(node -> node.awaitInfo("_link_status:up"));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static IntPredicate owns(int primary) {
    return slot -> slot * PRIMARIES / SLOTS == primary;
  }

  private boolean isWhole(String said) {
    return said.lines().filter(line -> !line.contains("handshake")).count() == nodes.size();
  }

  private void call(int node, CommandArguments command) {
    try (Link link = nodes.get(node).address().link("locklab-start")) {
      link.call(command);
    }
  }

  /** What a node answers to {@code CLUSTER ...}. */
  private String call(int node, String... arguments) {
    try (Link link = nodes.get(node).address().link("locklab-start")) {
      return Replies.text(link.call(Command.CLUSTER, arguments));
    }
  }

  /** The cluster by the addresses of those that were primaries at the start, with the password. */
  public RedisAddress address() {
    return RedisAddress.parse(
            primaries().stream()
                .map(node -> "127.0.0.1:" + node.address().port())
                .collect(Collectors.joining(",", "redis-cluster://", "")))
        .withPassword(nodes.get(0).address().password());
  }

  /** Those that were primaries at the start. */
  public List<EmbeddedRedis> primaries() {
    return nodes.subList(0, PRIMARIES);
  }

  /** The primary that had a key at the start. */
  public EmbeddedRedis primary(String key) {
    return nodes.get(JedisClusterCRC16.getSlot(key) * PRIMARIES / SLOTS);
  }

  /** What was the replica of the primary that had a key at the start. */
  public EmbeddedRedis replica(String key) {
    return nodes.get(nodes.indexOf(primary(key)) + PRIMARIES);
  }

  @Override
  public void close() {
    nodes.forEach(EmbeddedRedis::close);
  }
}
