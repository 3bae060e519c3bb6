package dev.locklab.scenario;

import dev.locklab.exit.UnavailableException;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.ServerProgram;
import dev.locklab.redis.RedisAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import redis.clients.jedis.Protocol.Command;

/** One server, or a primary and its replica, and a proxy before them for each worker. */
final class ProxiedSubject implements Subject {

  private final List<EmbeddedRedis> servers = new ArrayList<>();
  private final Map<String, Proxy> proxies = new LinkedHashMap<>();

  ProxiedSubject(Topology topology, ServerProgram program, List<String> settings) {
    try {
      if (topology == Topology.SINGLE) {
        servers.add(EmbeddedRedis.start(program, settings));
      } else {
        servers.add(EmbeddedRedis.startPrimary(program, settings));
        servers.add(EmbeddedRedis.startReplica(servers.get(0), settings));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public EmbeddedRedis primary(String key) {
    return servers.get(0);
  }

  @Override
  public EmbeddedRedis replica(String key) {
    return servers.get(1);
  }

  @Override
  public RedisAddress route(String worker) {
    return servers.get(0).address().byPort(proxy(worker).port());
  }

  /** The proxy before a worker. */
  synchronized Proxy proxy(String worker) {
    Proxy known = proxies.get(worker);
    if (known == null) {
      try {
        known = new Proxy(socket(servers.get(0)));
      } catch (IOException e) {
        throw new UnavailableException("no port for a proxy: " + e.getMessage());
      }
      proxies.put(worker, known);
    }
    return known;
  }

  @Override
  public void promoteReplica(String key) {
    ServerActor.call(replica(key), Command.REPLICAOF, "NO", "ONE");
    leadToReplica();
  }

  @Override
  public void handOverToReplica(String key) {
    RedisAddress to = replica(key).address();
    ServerActor.call(primary(key), Command.FAILOVER, "TO", to.host(), Integer.toString(to.port()));
  }

  @Override
  public void leadToReplica() {
    leadToReplica(name -> true);
  }

  /** Ends the connections of those whose names are chosen; new ones are made to the replica. */
  synchronized void leadToReplica(Predicate<String> chosen) {
    proxies.forEach(
        (name, proxy) -> {
          if (chosen.test(name)) {
            proxy.leadTo(socket(servers.get(1)));
          }
        });
  }

  private static InetSocketAddress socket(EmbeddedRedis server) {
    return new InetSocketAddress(server.address().host(), server.address().port());
  }

  @Override
  public ProxiedSubject proxied() {
    return this;
  }

  @Override
  public synchronized void mend() {
    proxies.values().forEach(Proxy::mend);
  }

  @Override
  public synchronized void close() {
    proxies.values().forEach(Proxy::close);
    servers.forEach(EmbeddedRedis::close);
  }
}
