package dev.locklab.strategy.spring;

import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.Workbench;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SslOptions;
import java.net.URI;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.context.Lifecycle;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Spring's connections of a worker JVM, which are Lettuce's. */
public final class SpringConnections {

  private SpringConnections() {}

  /** The JVM's connections to the subject. */
  public static RedisConnectionFactory subject(Workbench bench) {
    return bench.shared(Subject.class, shared -> new Subject(open(shared))).factory();
  }

  private static LettuceConnectionFactory open(Workbench bench) {
    RedisAddress server = bench.subject();
    LettuceClientConfiguration.LettuceClientConfigurationBuilder client =
        LettuceClientConfiguration.builder()
            .clientName(bench.clientName())
            .commandTimeout(RedisAddress.REPLY_TIMEOUT);
    TrustManagerFactory authority = server.trustManagers();
    if (authority != null) {
      SslOptions tls = SslOptions.builder().trustManager(authority).build();
      client.clientOptions(ClientOptions.builder().sslOptions(tls).build());
    }
    if (server.locations().get(0).startsWith("rediss:")) {
      client.useSsl();
    }
    LettuceConnectionFactory factory =
        new LettuceConnectionFactory(configuration(server), client.build());
    factory.afterPropertiesSet();
    start(factory);
    return factory;
  }

  /** Before Spring Data Redis 3.2 there was nothing to be started. */
  private static void start(RedisConnectionFactory factory) {
    if (factory instanceof Lifecycle startable) {
      startable.start();
    }
  }

  /** Where Spring finds a server, and how it logs in there. */
  public static RedisConfiguration configuration(RedisAddress server) {
    List<URI> named = server.locations().stream().map(URI::create).toList();
    RedisPassword password =
        server.password() == null ? RedisPassword.none() : RedisPassword.of(server.password());
    String service = server.service();
    if (service != null) {
      RedisSentinelConfiguration sentinels = new RedisSentinelConfiguration().master(service);
      named.forEach(sentinel -> sentinels.sentinel(sentinel.getHost(), sentinel.getPort()));
      sentinels.setDatabase(server.database());
      sentinels.setPassword(password);
      if (server.user() != null) {
        sentinels.setUsername(server.user());
      }
      if (server.sentinelsWantLogin()) {
        sentinels.setSentinelPassword(password);
        if (server.user() != null) {
          sentinels.setSentinelUsername(server.user());
        }
      }
      return sentinels;
    }
    if (server.isCluster()) {
      RedisClusterConfiguration cluster = new RedisClusterConfiguration();
      named.forEach(node -> cluster.clusterNode(node.getHost(), node.getPort()));
      cluster.setPassword(password);
      if (server.user() != null) {
        cluster.setUsername(server.user());
      }
      return cluster;
    }
    RedisStandaloneConfiguration single =
        new RedisStandaloneConfiguration(named.get(0).getHost(), named.get(0).getPort());
    single.setDatabase(server.database());
    single.setPassword(password);
    if (server.user() != null) {
      single.setUsername(server.user());
    }
    return single;
  }

  private record Subject(LettuceConnectionFactory factory) implements AutoCloseable {
    @Override
    public void close() {
      factory.destroy();
    }
  }
}
