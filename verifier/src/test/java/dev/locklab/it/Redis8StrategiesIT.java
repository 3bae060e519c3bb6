package dev.locklab.it;

import dev.locklab.redis.RedisAddress;
import org.junit.jupiter.api.AfterAll;
import org.testcontainers.containers.GenericContainer;

/** On redis:8 in a container. */
class Redis8StrategiesIT extends StrategyContract {

  private final GenericContainer<?> container = Containers.start("redis:8");

  @Override
  RedisAddress server() {
    return Containers.address(container);
  }

  @AfterAll
  void stop() {
    container.stop();
  }
}
