package dev.locklab.incident.catalogue;

import dev.locklab.incident.Stage;
import dev.locklab.redis.RedisAddress;
import java.net.URI;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Spring's connections of an incident, by what all versions of it have. */
final class SpringClients {

  private SpringClients() {}

  /** Connections to the server. */
  static LettuceConnectionFactory connections(Stage stage) {
    LettuceConnectionFactory factory =
        new LettuceConnectionFactory(
            configuration(stage.server()), LettuceClientConfiguration.builder().build());
    // Which starts it, too; a method of its own for that is there since 3.2 only.
    factory.afterPropertiesSet();
    return factory;
  }

  private static RedisConfiguration configuration(RedisAddress server) {
    RedisPassword password = RedisPassword.of(server.password());
    if (server.isCluster()) {
      RedisClusterConfiguration cluster = new RedisClusterConfiguration();
      server.locations().stream()
          .map(URI::create)
          .forEach(node -> cluster.clusterNode(node.getHost(), node.getPort()));
      cluster.setPassword(password);
      return cluster;
    }
    RedisStandaloneConfiguration single =
        new RedisStandaloneConfiguration(server.host(), server.port());
    single.setPassword(password);
    return single;
  }
}
