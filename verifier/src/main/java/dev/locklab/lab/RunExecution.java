package dev.locklab.lab;

import dev.locklab.account.AccountKeys;
import dev.locklab.archive.JournalDrain;
import dev.locklab.archive.ResultsFolder;
import dev.locklab.archive.RunFolder;
import dev.locklab.archive.RunStore;
import dev.locklab.archive.StreamTail;
import dev.locklab.audit.Judged;
import dev.locklab.control.Order;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Cost;
import dev.locklab.run.Ending;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a lab's runs, from laying out the account to the verdict. */
final class RunExecution {

  private final RedisAddress subject;
  private final RedisAddress control;
  private final boolean embedded;
  private final Nodes nodes;
  private final Path kept;
  private final ControlChannel channel;
  private final @Nullable CrewProcesses own;
  private final RunWatch.Orders orders;
  private final Supplier<@Nullable String> stopRequest;
  private final Map<String, Double> alone = new HashMap<>();

  /** How many workers have died in runs. */
  private int lost;

  /**
   * @param embedded whether the subject goes with the lab
   * @param kept the folder that gets the workers' logs of a run that could not be made, also where
   *     the run itself was not to be kept
   * @param own the lab's own workers; absent where others start them
   * @param stopRequest why to end a run before its time; null while nobody wants that
   */
  RunExecution(
      RedisAddress subject,
      RedisAddress control,
      boolean embedded,
      Nodes nodes,
      Path kept,
      ControlChannel channel,
      @Nullable CrewProcesses own,
      RunWatch.Orders orders,
      Supplier<@Nullable String> stopRequest) {
    this.subject = subject;
    this.control = control;
    this.embedded = embedded;
    this.nodes = nodes;
    this.kept = kept;
    this.channel = channel;
    this.own = own;
    this.orders = orders;
    this.stopRequest = stopRequest;
  }

  /** How many workers have died in runs. */
  int lost() {
    return lost;
  }

  /** What an update of the strategy costs where one thread has the subject to itself, requests. */
  void costsAlone(String strategy, double requests) {
    alone.put(strategy, requests);
  }

  /**
   * Makes the run and judges it.
   *
   * @param team the workers, in the order in which deltas are dealt
   * @param results the folder that gets the run's own
   * @throws UnavailableException if the workers cannot prepare, or Redis is gone
   */
  RunResult run(
      Strategy strategy,
      Workload workload,
      List<Order.Member> team,
      Path results,
      RunListener listener,
      @Nullable ThreadScheduler script)
      throws InterruptedException {
    List<String> names = team.stream().map(Order.Member::name).toList();
    List<RedisAddress> servers = nodes.of(strategy);
    List<String> shown = servers.stream().map(RedisAddress::toString).toList();
    RunSpec started =
        workload.started(
            newId(strategy.name(), results),
            strategy.name(),
            strategy.promise(),
            strategy.lease(),
            names,
            shown);
    RedisAddress rail = workload.rail() == null ? null : nodes.rail();
    started = started.payingAt(rail == null ? null : rail.toString());
    Path folder = results.resolve(started.run());
    WorkerLogs logs = new WorkerLogs(own == null ? Map.of() : own.logs());
    try (JournalDrain drain = drain(started, folder)) {
      RunWatch watch =
          new RunWatch(channel, own, started, team, listener, stop(drain), orders, script);
      boolean prepared = prepare(started, watch, drain, listener);
      Cost cost = null;
      if (prepared) {
        if (drain != null) {
          drain.requireTrimming();
          new RunFolder(folder).begin(started, Ending.notSeen(Lab.INTERRUPTED));
          drain.start();
        }
        cost = meter(started, servers, watch);
      } else {
        watch.giveUp();
      }
      lost += watch.dead().size();
      listener.progress(started, RunListener.Phase.JUDGING, RunListener.Progress.NONE);
      // With new connections: the old ones may not have lived through the run.
      try (RunStore store = new RunStore(subject, control, started.run())) {
        RunArchiver.Kept kept =
            RunArchiver.keep(
                store, new RunFolder(folder), started, watch, prepared ? drain : null, cost, rail);
        if (kept.unkept() == null) {
          logs.keep(folder);
        }
        RunResult result =
            new RunResult(Judged.of(kept.evidence()), folder, elsewhere(kept, started));
        listener.ended(result);
        return result;
      }
    } catch (StoreException e) {
      throw new UnavailableException("Redis: " + Errors.rootMessage(e));
    } catch (UnavailableException e) {
      throw logs.keep(kept.resolve(started.run()))
          ? new UnavailableException(
              e.getMessage() + "; the workers' logs are in " + kept.resolve(started.run()))
          : e;
    }
  }

  /** What brings the journal to disk meanwhile; null where it stays in Redis until the end. */
  private @Nullable JournalDrain drain(RunSpec spec, Path folder) {
    Workload.Streaming streaming = spec.workload().streaming();
    AccountKeys keys = new AccountKeys(spec.run());
    return streaming == null
        ? null
        : new JournalDrain(keys.at(subject), keys.journal(), new RunFolder(folder), streaming);
  }

  /** Where nothing leaves Redis any more, going on would fill it. */
  private Supplier<@Nullable String> stop(@Nullable JournalDrain drain) {
    return () -> {
      String request = stopRequest.get();
      return request != null || drain == null ? request : drain.failure();
    };
  }

  /** Lays out the account and has the workers warm up; false if that stalled. */
  private boolean prepare(
      RunSpec started, RunWatch watch, @Nullable JournalDrain drain, RunListener listener)
      throws InterruptedException {
    try (RunStore store = new RunStore(subject, control, started.run())) {
      store.open(started);
      AccountKeys keys = new AccountKeys(started.run());
      listener.opened(
          started,
          () -> drain == null ? new StreamTail(keys.at(subject), keys.journal()) : drain.tail());
      boolean prepared = watch.prepare();
      if (prepared) {
        store.endRehearsal();
      }
      return prepared;
    }
  }

  /** Why a run is not in its folder, if so, and where else it is. */
  private @Nullable String elsewhere(RunArchiver.Kept kept, RunSpec spec) {
    return kept.unkept() == null || embedded || spec.workload().streaming() != null
        ? kept.unkept()
        : kept.unkept()
            + "; Redis keeps it for a day: check --redis %s --run %s"
                .formatted(subject, spec.run());
  }

  /** Lets the workers work, and reads off what that costs the subject, and the run's servers. */
  private @Nullable Cost meter(RunSpec spec, List<RedisAddress> servers, RunWatch watch)
      throws InterruptedException {
    RedisAddress node = new AccountKeys(spec.run()).at(subject);
    List<RedisAddress> metered = new ArrayList<>(List.of(node));
    servers.stream().filter(server -> !server.isSameServer(subject)).forEach(metered::add);
    try (Meter meter = new Meter(metered, ownMessages(metered))) {
      watch.work();
      return meter.cost(ownMessages(metered), alone.get(spec.strategy()));
    }
  }

  /** The lab's messages that these servers have to carry. */
  private long ownMessages(List<RedisAddress> metered) {
    return metered.stream().anyMatch(control::isSameServer) ? channel.heard() : 0;
  }

  private static String newId(String strategy, Path results) {
    String base = ResultsFolder.stamp() + "-" + strategy;
    String candidate;
    do {
      candidate =
          base
              + "-"
              + String.format(Locale.ROOT, "%04x", ThreadLocalRandom.current().nextInt(65_536));
    } while (Files.exists(results.resolve(candidate)));
    return candidate;
  }
}
