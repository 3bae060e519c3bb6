package dev.locklab.scenario;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.ServerProgram;
import dev.locklab.redis.RedisAddress;
import java.util.List;

/** The servers of a scenario, and how its workers reach them. */
interface Subject extends AutoCloseable {

  /** Starts the servers. */
  static Subject start(Topology topology, ServerProgram program, List<String> settings) {
    return switch (topology) {
      case SINGLE, PAIR -> new ProxiedSubject(topology, program, settings);
      case SENTINEL -> new SentinelSubject(program, settings);
      case CLUSTER -> new ClusterSubject(program, settings);
    };
  }

  /** Where somebody reaches the primary: a worker, or the lab itself. */
  RedisAddress route(String worker);

  /** The server that was the primary of a key at the start. */
  EmbeddedRedis primary(String key);

  /** The server that was the replica of that one at the start. */
  EmbeddedRedis replica(String key);

  /** Has the replica become the primary, whatever it may have missed, in the topology's own way. */
  void promoteReplica(String key);

  /** Whether what was the primary takes no writes any more, from those who are still with it. */
  default boolean isDeposed(String key) {
    return true;
  }

  /** Has the primary hand over to its replica once that has all that it has itself. */
  void handOverToReplica(String key);

  /** Leads everybody to what was the replica; clients that find it themselves are left alone. */
  default void leadToReplica() {}

  /** The proxies before the workers. */
  default ProxiedSubject proxied() {
    throw new IllegalStateException("nothing of ours is between workers and servers here");
  }

  /** Lets everything through again that a script held back. */
  default void mend() {}

  @Override
  void close();
}
