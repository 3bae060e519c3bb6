package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run as the lab has started it: one strategy on one workload, once; also what {@code
 * spec.json} holds, with the keys of the workload among its own.
 *
 * @param run id of the run
 * @param strategy name of the strategy
 * @param promise what the strategy declared of itself when the run was made
 * @param workload what is done
 * @param ownLease the lease of the strategy's own, where the workload gives none
 * @param team the workers' names, in the order in which deltas are dealt; may be absent in evidence
 *     that others wrote
 * @param nodes addresses of the independent servers on which the strategy keeps its lock, without
 *     passwords
 * @param railServer address of the server where orders are paid, without a password; absent where
 *     none are
 */
public record RunSpec(
    @JsonProperty(required = true) String run,
    @JsonProperty(required = true) String strategy,
    @JsonProperty(required = true) Promise promise,
    @JsonUnwrapped Workload workload,
    @Nullable Duration ownLease,
    List<String> team,
    List<String> nodes,
    @Nullable String railServer) {

  /**
   * For how long a Redisson lock without a lease of its own outlives its JVM: Redisson's default.
   */
  public static final Duration WATCHDOG = Duration.ofSeconds(30);

  public RunSpec {
    run = Required.present("run", run);
    strategy = Required.present("strategy", strategy);
    promise = Required.present("promise", promise);
    team = Required.list("team", team);
    nodes = Required.list("nodes", nodes);
    int workers = workload.workers();
    if (!team.isEmpty() && (team.size() != workers || Set.copyOf(team).size() != workers)) {
      throw new IllegalArgumentException(
          "the team has the names %s, and there must be %s, each once".formatted(team, workers));
    }
  }

  /** This run, paying at that server. */
  public RunSpec payingAt(@Nullable String server) {
    return new RunSpec(run, strategy, promise, workload, ownLease, team, nodes, server);
  }

  /**
   * For how long a lock of this run was granted: by the run, the strategy, or Redisson's default.
   */
  public Duration heldFor() {
    Duration own = Objects.requireNonNullElse(ownLease, WATCHDOG);
    return Objects.requireNonNullElse(workload.lease(), own);
  }
}
