package dev.locklab.lab;

import dev.locklab.control.Breakpoint;
import dev.locklab.control.Order;
import dev.locklab.control.RedisBus;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Workers of one class path, and what it takes to have them make runs. To them it is a lab of its
 * own.
 */
final class CrewAtWork implements AutoCloseable {

  /** Starts the lab's own workers. */
  interface Starting {
    /**
     * @param lab the id by which they know whom to obey
     */
    CrewProcesses processes(String lab);
  }

  private final String id;
  private final boolean joined;
  private final ControlChannel channel;
  private final @Nullable CrewProcesses own;
  private final CrewGathering gathering;
  private final RunExecution execution;

  /**
   * @param results the lab's own folder, which gets the logs of runs that could not be made
   * @param starting starts the lab's own workers; absent where others start them
   * @param stopRequest why to end a run before its time; null while nobody wants that
   */
  CrewAtWork(
      String id,
      Crew crew,
      RedisAddress subject,
      RedisAddress control,
      boolean embedded,
      Nodes nodes,
      Path results,
      @Nullable Starting starting,
      Supplier<@Nullable String> stopRequest) {
    this.id = id;
    this.joined = starting == null;
    this.channel = new ControlChannel(new RedisBus(control, "locklab-verifier"), id, recruit());
    CrewProcesses started = null;
    try {
      started = starting == null ? null : starting.processes(id);
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
    this.own = started;
    this.gathering =
        new CrewGathering(channel, started, crew, control, () -> stopRequest.get() != null);
    this.execution =
        new RunExecution(
            subject, control, embedded, nodes, results, channel, started, this::order, stopRequest);
  }

  /** The processes of the lab's own workers, by name; none if others started them. */
  Map<String, Process> processes() {
    return own == null ? Map.of() : own.processes();
  }

  /** What an update of the strategy costs where one thread has the subject to itself, requests. */
  void costsAlone(String strategy, double requests) {
    execution.costsAlone(strategy, requests);
  }

  /** Makes a run with the first of them, by name. */
  RunResult run(
      Strategy strategy,
      Workload workload,
      int workers,
      Path folder,
      RunListener listener,
      @Nullable ThreadScheduler script)
      throws InterruptedException {
    List<Order.Member> crew = gathering.gather(execution.lost(), strategy);
    List<Order.Member> team = crew.subList(0, Math.min(workers, crew.size()));
    try {
      return execution.run(strategy, workload, team, folder, listener, script);
    } finally {
      channel.order(recruit());
    }
  }

  private Order recruit() {
    return order(Order.Phase.RECRUIT, null, List.of(), List.of(), List.of());
  }

  private Order order(
      Order.Phase phase,
      @Nullable String run,
      List<Order.Member> team,
      List<String> received,
      List<Breakpoint> gates) {
    return new Order(id, joined, phase, run, team, received, gates);
  }

  @Override
  public void close() {
    channel.order(order(Order.Phase.DISMISS, null, List.of(), List.of(), List.of()));
    if (own != null) {
      own.close();
    }
    channel.close();
  }
}
