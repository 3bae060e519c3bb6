package dev.locklab.incident.catalogue;

import dev.locklab.incident.Stage;
import dev.locklab.strategy.spring.SpringConnections;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Spring's connections of an incident, by what all versions of it have. */
final class SpringClients {

  private SpringClients() {}

  /** Connections to the server. */
  static LettuceConnectionFactory connections(Stage stage) {
    LettuceConnectionFactory factory =
        new LettuceConnectionFactory(
            SpringConnections.configuration(stage.server()),
            LettuceClientConfiguration.builder().build());
    // Which starts it, too; a method of its own for that is there since 3.2 only.
    factory.afterPropertiesSet();
    return factory;
  }
}
