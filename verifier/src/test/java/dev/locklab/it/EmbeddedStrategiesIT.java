package dev.locklab.it;

import dev.locklab.redis.RedisAddress;
import org.jspecify.annotations.Nullable;

/** On the Redis that the lab carries. */
class EmbeddedStrategiesIT extends StrategyContract {

  @Override
  @Nullable RedisAddress server() {
    return null;
  }
}
