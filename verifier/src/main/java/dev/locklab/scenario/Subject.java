package dev.locklab.scenario;

import dev.locklab.exit.UnavailableException;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.RedisAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The servers of a scenario, and a proxy before them for each worker. */
final class Subject implements AutoCloseable {

  private final List<EmbeddedRedis> servers = new ArrayList<>();
  private final Map<String, Proxy> proxies = new LinkedHashMap<>();

  Subject(Topology topology, List<String> settings) {
    try {
      if (topology == Topology.SINGLE) {
        servers.add(EmbeddedRedis.start(settings));
      } else {
        List<String> primary = new ArrayList<>(settings);
        // It would wait for more replicas, and there are none.
        primary.addAll(List.of("--repl-diskless-sync-delay", "0"));
        EmbeddedRedis first = EmbeddedRedis.start(primary);
        servers.add(first);
        servers.add(EmbeddedRedis.startReplica(first, settings));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The servers, the first primary before the others. */
  List<EmbeddedRedis> servers() {
    return servers;
  }

  /** Where the lab reaches the first primary. */
  RedisAddress address() {
    return servers.get(0).address();
  }

  /** Where a worker reaches the primary: through a proxy of its own. */
  synchronized RedisAddress route(String worker) {
    return address().byPort(proxy(worker).port());
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

  /** Ends the connections of those whose names are chosen; new ones are made to the replica. */
  synchronized void leadToReplica(Predicate<String> chosen) {
    proxies.forEach(
        (name, proxy) -> {
          if (chosen.test(name)) {
            proxy.leadTo(socket(servers.get(1)));
          }
        });
  }

  static InetSocketAddress socket(EmbeddedRedis server) {
    return new InetSocketAddress(server.address().host(), server.address().port());
  }

  synchronized void mend() {
    proxies.values().forEach(Proxy::mend);
  }

  @Override
  public synchronized void close() {
    proxies.values().forEach(Proxy::close);
    servers.forEach(EmbeddedRedis::close);
  }
}
