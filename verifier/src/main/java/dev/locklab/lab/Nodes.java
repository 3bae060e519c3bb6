package dev.locklab.lab;

import dev.locklab.options.UsageException;
import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;

/**
 * The independent servers of a lab on which some strategies keep their lock: those that the user
 * named, else embedded ones, started when they are first wanted.
 */
final class Nodes implements AutoCloseable {

  private final List<RedisAddress> named;
  private final boolean ownWorkers;
  private final List<EmbeddedRedis> started = new ArrayList<>();

  Nodes(List<RedisAddress> named, Crew crew) {
    this.named = List.copyOf(named);
    this.ownWorkers = crew.own();
  }

  /** Those that the user named. */
  List<RedisAddress> named() {
    return named;
  }

  /**
   * The servers for a strategy; none if it keeps its lock at the subject.
   *
   * @throws UsageException if the workers could not reach them
   */
  List<RedisAddress> of(Strategy strategy) {
    if (strategy.nodes() == 0) {
      return List.of();
    }
    if (!named.isEmpty()) {
      return named;
    }
    if (!ownWorkers) {
      throw new UsageException(
          strategy.name() + " needs --nodes with --join: nobody can join an embedded Redis");
    }
    while (started.size() < strategy.nodes()) {
      started.add(EmbeddedRedis.start());
    }
    return started.subList(0, strategy.nodes()).stream().map(EmbeddedRedis::address).toList();
  }

  @Override
  public void close() {
    started.forEach(EmbeddedRedis::close);
  }
}
