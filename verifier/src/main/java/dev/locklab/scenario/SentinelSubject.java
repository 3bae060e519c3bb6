package dev.locklab.scenario;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.EmbeddedSentinels;
import dev.locklab.lab.ServerProgram;
import dev.locklab.redis.RedisAddress;
import java.util.List;

/** A primary and its replica that Sentinels watch. */
final class SentinelSubject implements Subject {

  private final EmbeddedSentinels servers;

  SentinelSubject(ServerProgram program, List<String> settings) {
    this.servers = new EmbeddedSentinels(program, settings);
  }

  @Override
  public RedisAddress route(String worker) {
    return servers.address();
  }

  @Override
  public EmbeddedRedis primary(String key) {
    return servers.primary();
  }

  @Override
  public EmbeddedRedis replica(String key) {
    return servers.replica();
  }

  /** They do it by themselves, as soon as they agree that the primary is gone. */
  @Override
  public void promoteReplica(String key) {
    servers.primary().server().destroyForcibly();
  }

  /** What a primary has acknowledged after the last that its replica heard of is gone. */
  @Override
  public void handOverToReplica(String key) {
    throw new IllegalStateException("Sentinels do not wait until the replica has everything");
  }

  @Override
  public void close() {
    servers.close();
  }
}
