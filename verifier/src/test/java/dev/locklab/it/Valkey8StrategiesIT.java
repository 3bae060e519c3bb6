package dev.locklab.it;

import dev.locklab.redis.RedisAddress;
import org.junit.jupiter.api.AfterAll;
import org.testcontainers.containers.GenericContainer;

/** On valkey/valkey:8 in a container. */
class Valkey8StrategiesIT extends StrategyContract {

  private final GenericContainer<?> container = Containers.start("valkey/valkey:8");

  @Override
  RedisAddress server() {
    return Containers.address(container);
  }

  @AfterAll
  void stop() {
    container.stop();
  }
}
