package dev.locklab.strategy.lettuce;

import com.google.auto.service.AutoService;
import dev.locklab.options.Versions;
import dev.locklab.redis.Link;
import dev.locklab.run.Promise;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.util.List;

/**
 * The same lock as {@code setnx}, by another client: {@code SET NX PX} and a script that deletes
 * the key of whoever has the token. Nothing renews it, and it is not fair.
 */
@AutoService(Strategy.class)
public final class Lettuce extends PolledLock {

  @Override
  public String name() {
    return "lettuce";
  }

  @Override
  public Library library() {
    return new Library(
        "io.lettuce:lettuce-core",
        Versions.built("lettuce"),
        "6.2.0.RELEASE",
        "io.lettuce.core.RedisClient",
        List.of());
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public String summary() {
    return "SET NX PX by Lettuce, with a random token, released by compare-and-delete; polled";
  }

  @Override
  public String reference() {
    return "redis.io: distributed locks, correct implementation with a single instance; Lettuce: SetArgs";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account, uncontended";
  }

  @Override
  protected Latch latch(Workbench bench, Link link) {
    return new LettuceLatch(LettuceConnection.subject(bench), key(bench), leaseMillis(bench));
  }
}
