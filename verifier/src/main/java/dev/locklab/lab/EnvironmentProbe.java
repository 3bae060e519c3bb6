package dev.locklab.lab;

import dev.locklab.experiment.Environment;
import dev.locklab.options.Versions;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import dev.locklab.redis.ServerInfo;
import dev.locklab.redis.StoreException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Looks at what figures depend on besides the work itself. */
public final class EnvironmentProbe {

  /** Settings of a server that change what an update costs, or whether it lasts. No secrets. */
  private static final List<String> TELLING =
      List.of(
          "appendonly",
          "appendfsync",
          "save",
          "maxmemory",
          "maxmemory-policy",
          "io-threads",
          "cluster-enabled",
          "min-replicas-to-write",
          "latency-tracking");

  private EnvironmentProbe() {}

  /**
   * What there is around that lab.
   *
   * @param command what makes the experiment again
   */
  public static Environment of(Lab lab, ServerInfo server, String command) {
    return new Environment(
        OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString(),
        command,
        Versions.lab(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        Versions.redisson(),
        Versions.jedis(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        server.toString(),
        address(lab),
        configuration(lab));
  }

  /** The Redis under test in words: what it is, and where. */
  public static String server(Lab lab) {
    return Environment.server(lab.server().toString(), address(lab));
  }

  private static String address(Lab lab) {
    return lab.embedded() == null ? lab.subject().toString() : Environment.EMBEDDED;
  }

  /** What the server says; a user who may not ask learns nothing. */
  private static Map<String, String> configuration(Lab lab) {
    Map<String, String> found = new TreeMap<>();
    try (Link link = lab.subject().link("locklab-verifier")) {
      for (String setting : TELLING) {
        List<?> pair = link.list(new CommandArguments(Command.CONFIG).add("GET").add(setting));
        if (pair.size() == 2) {
          found.put(setting, Replies.text(pair.get(1)));
        }
      }
    } catch (StoreException e) {
      found.clear();
    }
    return found;
  }
}
