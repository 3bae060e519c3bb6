package dev.locklab.lab;

import dev.locklab.exit.UsageException;
import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The independent servers of a lab on which some strategies keep their lock: those that the user
 * named, else embedded ones, started when they are first wanted.
 */
final class Nodes implements AutoCloseable {

  private final List<RedisAddress> named;
  private final @Nullable RedisAddress rail;
  private final boolean ownWorkers;
  private final List<EmbeddedRedis> started = new ArrayList<>();
  private @Nullable EmbeddedRedis railServer;

  /** One for all that are started, as workers are told of it before there is any. */
  private final String password = EmbeddedRedis.newPassword();

  Nodes(List<RedisAddress> named, @Nullable RedisAddress rail, Crew crew) {
    this.rail = rail;
    this.named = List.copyOf(named);
    this.ownWorkers = crew.own();
  }

  /** What the embedded ones want. */
  String password() {
    return password;
  }

  /** Those that the user named. */
  List<RedisAddress> named() {
    return named;
  }

  /** Those that have been started. */
  List<EmbeddedRedis> started() {
    return List.copyOf(started);
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
    String missing = needs(strategy);
    if (missing != null) {
      throw new UsageException(strategy.name() + " needs " + missing);
    }
    while (started.size() < strategy.nodes()) {
      started.add(EmbeddedRedis.start(password));
    }
    return started.subList(0, strategy.nodes()).stream().map(EmbeddedRedis::address).toList();
  }

  /**
   * The server where orders are paid: the one that the user named, else an embedded one.
   *
   * @throws UsageException if the workers could not reach it
   */
  RedisAddress rail() {
    if (rail != null) {
      return rail;
    }
    if (!ownWorkers) {
      throw new UsageException(
          "--rail-server is needed with --join: nobody can pay at an embedded Redis");
    }
    EmbeddedRedis mine = railServer;
    if (mine == null) {
      mine = EmbeddedRedis.start(password);
      railServer = mine;
    }
    return mine.address();
  }

  /** What a strategy needs of servers that is not to be had, in words; null if nothing. */
  @Nullable String needs(Strategy strategy) {
    return strategy.nodes() > 0 && named.isEmpty() && !ownWorkers
        ? "--nodes with --join: nobody can join an embedded Redis"
        : null;
  }

  @Override
  public void close() {
    started.forEach(EmbeddedRedis::close);
    if (railServer != null) {
      railServer.close();
    }
  }
}
