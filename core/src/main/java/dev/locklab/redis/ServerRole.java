package dev.locklab.redis;

import dev.locklab.redis.StoreException.Fate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The part that a server plays beside others. The lab works on single primaries: anything else is
 * better said at the start than found out by errors in mid-run.
 *
 * @param part what it is; UNKNOWN where this user may not ask
 * @param other where the primary is that the server follows or watches, as far as it says so
 * @param id what tells this server from any other; empty where this user may not ask
 */
public record ServerRole(Part part, @Nullable String other, String id) {

  /** A part. */
  public enum Part {
    PRIMARY,
    REPLICA,
    SENTINEL,
    CLUSTER_NODE,
    UNKNOWN
  }

  /**
   * Asks a server.
   *
   * @throws StoreException if it does not answer
   */
  public static ServerRole of(RedisAddress address, String clientName) {
    try (Link link = address.link(clientName)) {
      String info = info(link);
      if (info.isEmpty()) {
        return new ServerRole(byRole(link), null, "");
      }
      String id = field(info, "run_id");
      String mode = field(info, "redis_mode");
      // Valkey calls it by another name.
      return switch (mode.isEmpty() ? field(info, "server_mode") : mode) {
        case "sentinel" -> new ServerRole(Part.SENTINEL, watched(link), id);
        case "cluster" -> new ServerRole(Part.CLUSTER_NODE, null, id);
        default ->
            field(info, "role").equals("slave")
                ? new ServerRole(Part.REPLICA, primary(info), id)
                : new ServerRole(Part.PRIMARY, null, id);
      };
    }
  }

  /**
   * Why no run can be made on it, and what would be right, in words; null if it is fit.
   *
   * @param address by which it was found
   */
  public @Nullable String unfit(RedisAddress address) {
    String named = other == null ? "" : ", " + other;
    String place = address.locations().get(0).replaceFirst("^.*://", "");
    if (address.isCluster()) {
      return part == Part.CLUSTER_NODE || part == Part.UNKNOWN ? null : "is no node of a cluster";
    }
    return switch (part) {
      case REPLICA -> "is a replica, which takes no writes; name its primary" + named;
      case SENTINEL ->
          "is a Sentinel, which keeps no data; name the primary it watches%s, or redis-sentinel://%s/SERVICE"
              .formatted(named, place);
      case CLUSTER_NODE ->
          "is a node of a Redis Cluster, which has only a part of the keys; write redis-cluster://"
              + place;
      case PRIMARY, UNKNOWN -> null;
    };
  }

  private static String info(Link link) {
    try {
      return Replies.text(link.call(Command.INFO, "server"))
          + Replies.text(link.call(Command.INFO, "replication"));
    } catch (StoreException e) {
      throwUnlessRefused(e);
      return "";
    }
  }

  /** The same with fewer rights; it does not tell a node of a cluster. */
  private static Part byRole(Link link) {
    try {
      return switch (Replies.text(link.list(new CommandArguments(Command.ROLE)).get(0))) {
        case "sentinel" -> Part.SENTINEL;
        case "slave" -> Part.REPLICA;
        default -> Part.UNKNOWN;
      };
    } catch (StoreException e) {
      throwUnlessRefused(e);
      return Part.UNKNOWN;
    }
  }

  /** A user who may not ask is no failure; a server that cannot be had is. */
  private static void throwUnlessRefused(StoreException e) {
    if (e.fate() != Fate.NOT_APPLIED || !Errors.rootMessage(e).startsWith("NOPERM")) {
      throw e;
    }
  }

  /** The first primary that a Sentinel watches. */
  private static @Nullable String watched(Link link) {
    try {
      List<?> all = link.list(new CommandArguments(Command.SENTINEL).add("MASTERS"));
      if (all.isEmpty() || !(all.get(0) instanceof List<?> first)) {
        return null;
      }
      String host = "";
      String port = "";
      for (int i = 0; i + 1 < first.size(); i += 2) {
        switch (Replies.text(first.get(i))) {
          case "ip" -> host = Replies.text(first.get(i + 1));
          case "port" -> port = Replies.text(first.get(i + 1));
          default -> {}
        }
      }
      return place(host, port);
    } catch (StoreException e) {
      return null;
    }
  }

  private static @Nullable String primary(String info) {
    return place(field(info, "master_host"), field(info, "master_port"));
  }

  private static @Nullable String place(String host, String port) {
    return host.isEmpty() || port.isEmpty()
        ? null
        : "redis://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static String field(String info, String name) {
    return Objects.requireNonNullElse(Replies.field(info, name), "");
  }
}
