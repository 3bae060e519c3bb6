package dev.locklab.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** How to find the server that takes a client's commands; asked anew for every connection. */
sealed interface Route {

  /** The servers that the user named. */
  List<HostAndPort> named();

  /**
   * Finds the server.
   *
   * @param data connects to a server that keeps data
   * @param sentinel connects to a Sentinel
   * @throws JedisException if nobody who answers knows it
   */
  HostAndPort find(Function<HostAndPort, Wire> data, Function<HostAndPort, Wire> sentinel);

  /** The same for the commands on a key, where that makes a difference. */
  default Route ofKey(String key) {
    return this;
  }

  /** That none of several can be had, with what each of them failed with beside it. */
  private static JedisConnectionException nobody(String what, List<JedisException> failures) {
    JedisConnectionException nobody = new JedisConnectionException(what);
    failures.forEach(nobody::addSuppressed);
    return nobody;
  }

  /** One server, wherever it stands. */
  record Single(HostAndPort server) implements Route {

    @Override
    public List<HostAndPort> named() {
      return List.of(server);
    }

    @Override
    public HostAndPort find(
        Function<HostAndPort, Wire> data, Function<HostAndPort, Wire> sentinel) {
      return server;
    }
  }

  /**
   * Whichever server the Sentinels say is the primary of a service.
   *
   * @param named some of them, in the order in which they are asked
   */
  record Sentinels(List<HostAndPort> named, String service) implements Route {

    @Override
    public HostAndPort find(
        Function<HostAndPort, Wire> data, Function<HostAndPort, Wire> sentinel) {
      List<String> said = new ArrayList<>();
      List<JedisException> failures = new ArrayList<>();
      for (HostAndPort one : named) {
        try (Wire wire = sentinel.apply(one)) {
          Object reply =
              wire.executeCommand(
                  new CommandArguments(Command.SENTINEL)
                      .add("GET-MASTER-ADDR-BY-NAME")
                      .add(service));
          if (reply instanceof List<?> place && place.size() == 2) {
            return new HostAndPort(
                Replies.text(place.get(0)), Integer.parseInt(Replies.text(place.get(1))));
          }
          said.add(one + " watches no '" + service + "'");
        } catch (JedisException e) {
          said.add(one + ": " + Errors.rootMessage(e));
          failures.add(e);
        }
      }
      throw nobody("no Sentinel says where the primary is: " + String.join("; ", said), failures);
    }
  }

  /** The primary of a cluster that has a slot, or any node where the slot does not matter. */
  final class Cluster implements Route {

    private final List<HostAndPort> named;
    private final @Nullable Integer slot;

    /** Nodes that others have told of; those that were named may all be gone by now. */
    private final Set<HostAndPort> heardOf;

    Cluster(List<HostAndPort> named) {
      this(named, null, new CopyOnWriteArraySet<>());
    }

    private Cluster(List<HostAndPort> named, @Nullable Integer slot, Set<HostAndPort> heardOf) {
      this.named = named;
      this.slot = slot;
      this.heardOf = heardOf;
    }

    @Override
    public Route ofKey(String key) {
      return new Cluster(named, JedisClusterCRC16.getSlot(key), heardOf);
    }

    @Override
    public List<HostAndPort> named() {
      return named;
    }

    @Override
    public HostAndPort find(
        Function<HostAndPort, Wire> data, Function<HostAndPort, Wire> sentinel) {
      Set<HostAndPort> asked = new LinkedHashSet<>(named);
      asked.addAll(heardOf);
      List<String> said = new ArrayList<>();
      List<JedisException> failures = new ArrayList<>();
      for (HostAndPort node : asked) {
        try (Wire wire = data.apply(node)) {
          HostAndPort owner = owner(node, slots(wire));
          if (owner != null) {
            return owner;
          }
          said.add(node + " knows nobody who has slot " + slot);
        } catch (JedisException e) {
          said.add(node + ": " + Errors.rootMessage(e));
          failures.add(e);
        }
      }
      throw nobody(
          "no node of the cluster can be had: "
              + said.stream().distinct().collect(Collectors.joining("; ")),
          failures);
    }

    private static List<?> slots(Wire wire) {
      Object reply = wire.executeCommand(new CommandArguments(Command.CLUSTER).add("SLOTS"));
      return reply instanceof List<?> ranges ? ranges : List.of();
    }

    /** A range is its first slot, its last one, its primary and the replicas. */
    private @Nullable HostAndPort owner(HostAndPort asked, List<?> ranges) {
      HostAndPort owner = null;
      for (Object range : ranges) {
        List<?> parts = (List<?>) range;
        for (Object node : parts.subList(2, parts.size())) {
          heardOf.add(place(asked, (List<?>) node));
        }
        boolean has =
            slot == null
                || (Replies.number(parts.get(0)) <= slot && slot <= Replies.number(parts.get(1)));
        if (has && owner == null) {
          owner = place(asked, (List<?>) parts.get(2));
        }
      }
      return owner;
    }

    /** A node that does not know its own address leaves it out: it is that of the connection. */
    private static HostAndPort place(HostAndPort asked, List<?> node) {
      String host = node.get(0) == null ? "" : Replies.text(node.get(0));
      return new HostAndPort(
          host.isEmpty() ? asked.getHost() : host, (int) Replies.number(node.get(1)));
    }
  }
}
