package dev.locklab.scenario;

import dev.locklab.lab.EmbeddedCluster;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.ServerProgram;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A Redis Cluster, of which a run uses one slot. */
final class ClusterSubject implements Subject {

  private static final int TIMEOUT_MILLIS = 5_000;

  private final EmbeddedCluster cluster;

  ClusterSubject(ServerProgram program, List<String> settings) {
    this.cluster = new EmbeddedCluster(program, settings);
  }

  @Override
  public RedisAddress route(String worker) {
    return cluster.address();
  }

  @Override
  public EmbeddedRedis primary(String key) {
    return cluster.primary(key);
  }

  @Override
  public EmbeddedRedis replica(String key) {
    return cluster.replica(key);
  }

  @Override
  public void promoteReplica(String key) {
    ServerActor.call(replica(key), Command.CLUSTER, "FAILOVER", "TAKEOVER");
  }

  @Override
  public boolean isDeposed(String key) {
    return Replies.text(Objects.requireNonNull(ServerActor.call(primary(key), Command.INFO)))
        .contains("role:slave");
  }

  @Override
  public void handOverToReplica(String key) {
    ServerActor.call(replica(key), Command.CLUSTER, "FAILOVER");
  }

  /** A primary that did not have a key at the start. */
  EmbeddedRedis other(String key) {
    EmbeddedRedis owner = primary(key);
    return cluster.primaries().stream().filter(node -> node != owner).findFirst().orElseThrow();
  }

  /**
   * Moves the slot of a key to another primary: all at once where the server can, else key by key.
   *
   * @return how it was done, in words
   */
  String migrateSlot(String key) {
    String slot = Integer.toString(JedisClusterCRC16.getSlot(key));
    try {
      ServerActor.call(
          primary(key),
          Command.CLUSTER,
          "MIGRATESLOTS",
          "SLOTSRANGE",
          slot,
          slot,
          "NODE",
          id(other(key)));
      return "all at once (MIGRATESLOTS)";
    } catch (StoreException e) {
      migrateKeys(key);
      return "key by key (MIGRATE)";
    }
  }

  private void migrateKeys(String key) {
    String slot = Integer.toString(JedisClusterCRC16.getSlot(key));
    EmbeddedRedis from = primary(key);
    EmbeddedRedis to = other(key);
    String fromId = id(from);
    String toId = id(to);
    ServerActor.call(to, Command.CLUSTER, "SETSLOT", slot, "IMPORTING", fromId);
    ServerActor.call(from, Command.CLUSTER, "SETSLOT", slot, "MIGRATING", toId);
    while (true) {
      Object keys = ServerActor.call(from, Command.CLUSTER, "GETKEYSINSLOT", slot, "1");
      if (!(keys instanceof List<?> left) || left.isEmpty()) {
        break;
      }
      // One at a time: in between, the keys of one command are on two nodes.
      CommandArguments migrate =
          new CommandArguments(Command.MIGRATE)
              .add(to.address().host())
              .add(Integer.toString(to.address().port()))
              .add(left.get(0))
              .add("0")
              .add(Integer.toString(TIMEOUT_MILLIS))
              .add("AUTH")
              .add(String.valueOf(to.address().password()));
      ServerActor.call(from, migrate);
    }
    ServerActor.call(to, Command.CLUSTER, "SETSLOT", slot, "NODE", toId);
    cluster
        .primaries()
        .forEach(node -> ServerActor.call(node, Command.CLUSTER, "SETSLOT", slot, "NODE", toId));
  }

  private static String id(EmbeddedRedis node) {
    return Replies.text(Objects.requireNonNull(ServerActor.call(node, Command.CLUSTER, "MYID")));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
