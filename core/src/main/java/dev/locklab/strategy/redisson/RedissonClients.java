package dev.locklab.strategy.redisson;

import dev.locklab.options.Versions;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.Workbench;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ReadMode;
import org.redisson.config.SentinelServersConfig;
import org.redisson.config.SingleServerConfig;
import org.redisson.config.SubscriptionMode;

/** Redisson's clients of a worker JVM. */
public final class RedissonClients {

  private static final int FEWEST_CONNECTIONS = 4;

  /** For the watchdog and the subscriptions, beside one for each thread. */
  private static final int OTHER_CONNECTIONS = 2;

  /** What all of Redisson's locks are of. */
  static final Library LIBRARY =
      new Library(
          "org.redisson:redisson",
          Versions.built("redisson"),
          "3.17.0",
          "org.redisson.api.RedissonClient",
          List.of());

  private RedissonClients() {}

  /** The JVM's one client of the subject. */
  public static RedissonClient subject(Workbench bench) {
    return bench
        .shared(Subject.class, shared -> new Subject(open(shared, shared.subject())))
        .client();
  }

  /** A client of a server with the bench's settings, for the caller to shut down. */
  static RedissonClient open(Workbench bench, RedisAddress server) {
    Config config = new Config();
    config.setLockWatchdogTimeout(RunSpec.WATCHDOG.toMillis());
    int connections = bench.workload().threads() + OTHER_CONNECTIONS;
    int idle = Math.min(connections, FEWEST_CONNECTIONS);
    int pool = Math.max(connections, FEWEST_CONNECTIONS);
    if (server.service() != null) {
      SentinelServersConfig sentinels = config.useSentinelServers();
      sentinels
          .setMasterName(server.service())
          .addSentinelAddress(server.locations().toArray(new String[0]))
          .setDatabase(server.database())
          // One Sentinel is enough to find the primary, and others are not named to us.
          .setCheckSentinelsList(false);
      if (server.sentinelsWantLogin()) {
        if (server.user() != null) {
          sentinels.setSentinelUsername(server.user());
        }
        sentinels.setSentinelPassword(server.password());
      }
      common(sentinels, bench, server, idle, pool);
    } else if (server.isCluster()) {
      ClusterServersConfig cluster = config.useClusterServers();
      cluster.addNodeAddress(server.locations().toArray(new String[0]));
      common(cluster, bench, server, idle, pool);
    } else {
      SingleServerConfig single = config.useSingleServer();
      login(single, server);
      single
          .setAddress(server.locations().get(0))
          .setDatabase(server.database())
          .setClientName(bench.clientName())
          .setConnectionMinimumIdleSize(idle)
          .setConnectionPoolSize(pool)
          .setConnectTimeout((int) RedisAddress.CONNECT_TIMEOUT.toMillis());
    }
    return Redisson.create(config);
  }

  /** Everything is read at the primary: a lock is of no use at a replica. */
  private static void common(
      BaseMasterSlaveServersConfig<?> config,
      Workbench bench,
      RedisAddress server,
      int idle,
      int pool) {
    login(config, server);
    config
        .setReadMode(ReadMode.MASTER)
        .setSubscriptionMode(SubscriptionMode.MASTER)
        .setClientName(bench.clientName())
        .setMasterConnectionMinimumIdleSize(idle)
        .setMasterConnectionPoolSize(pool)
        .setConnectTimeout((int) RedisAddress.CONNECT_TIMEOUT.toMillis());
  }

  /** Where versions before 4.0 have it too; later ones would rather have it in the whole. */
  @SuppressWarnings("deprecation")
  private static void login(BaseConfig<?> config, RedisAddress server) {
    if (server.user() != null) {
      config.setUsername(server.user());
    }
    if (server.password() != null) {
      config.setPassword(server.password());
    }
    TrustManagerFactory authority = server.trustManagers();
    if (authority != null) {
      config.setSslTrustManagerFactory(authority);
    }
  }

  private record Subject(RedissonClient client) implements AutoCloseable {
    @Override
    public void close() {
      client.shutdown();
    }
  }
}
