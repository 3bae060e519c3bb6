package dev.locklab.lab;

import dev.locklab.audit.Judged;
import dev.locklab.options.UnavailableException;
import dev.locklab.options.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Cost;
import dev.locklab.run.Gate;
import dev.locklab.run.Order;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A place to make runs in: a Redis, a crew of worker JVMs, and a folder for what comes of it.
 *
 * <pre>{@code
 * try (Lab lab = Lab.on(null).crew(Crew.own(4)).open()) {
 *   RunResult result = lab.run(RunSpec.of("lock").updates(1_000L).think(Duration.ofMillis(1)).build());
 *   assert result.verdict() == Verdict.CONSISTENT;
 * }
 * }</pre>
 *
 * <p>Everything the lab starts is stopped again when it is closed, and also when its JVM is killed.
 * Runs are made one at a time.
 */
public final class Lab implements AutoCloseable {

  /** Why a run was stopped that the user had no more patience with. */
  public static final String INTERRUPTED = "interrupted";

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final long PREPARE_SECONDS = 60;
  private static final long ALONE_UPDATES = 200;

  private final @Nullable EmbeddedRedis embedded;
  private final RedisAddress subject;
  private final RedisAddress control;
  private final Nodes nodes;
  private final Path results;
  private final String id = UUID.randomUUID().toString();
  private final Board board;
  private final @Nullable Fleet fleet;
  private final Recruits recruits;

  /** Whether others start the workers. */
  private final boolean joined;

  private final Map<String, Double> alone = new HashMap<>();
  private volatile @Nullable String stop;

  private Lab(Builder settings) {
    this.joined = !settings.crew.own();
    this.results = writable(settings.results);
    this.embedded = settings.subject == null ? EmbeddedRedis.start() : null;
    this.subject = embedded == null ? Objects.requireNonNull(settings.subject) : embedded.address();
    this.control = Objects.requireNonNullElse(settings.control, subject);
    this.nodes = new Nodes(settings.nodes, settings.crew);
    Board opened = null;
    Fleet started = null;
    try {
      requireReachable(subject);
      requireReachable(control);
      nodes.named().forEach(Lab::requireReachable);
      opened = new Board(control, id, recruit());
      if (!joined) {
        started = new Fleet(subject, control, nodes.named(), settings.authority, id);
      }
    } catch (RuntimeException e) {
      if (opened != null) {
        opened.close();
      }
      if (embedded != null) {
        embedded.close();
      }
      throw e;
    }
    this.board = opened;
    this.fleet = started;
    this.recruits = new Recruits(opened, started, settings.crew, control, this::isStopped);
  }

  /**
   * Settings of a lab.
   *
   * @param subject the Redis under test, or null for an embedded one
   */
  public static Builder on(@Nullable RedisAddress subject) {
    return new Builder(subject);
  }

  /** Collects the settings of a lab. */
  public static final class Builder {

    private final @Nullable RedisAddress subject;
    private @Nullable RedisAddress control;
    private List<RedisAddress> nodes = List.of();
    private @Nullable Path authority;
    private Crew crew = Crew.own(4);
    private Path results = Path.of(".locklab");

    private Builder(@Nullable RedisAddress subject) {
      this.subject = subject;
    }

    /** The Redis over which verifier and workers talk; by default the subject. */
    public Builder control(@Nullable RedisAddress address) {
      this.control = address;
      return this;
    }

    /** The independent servers for strategies that want some; by default embedded ones. */
    public Builder nodes(List<RedisAddress> addresses) {
      this.nodes = addresses;
      return this;
    }

    /** The certificate authority that the lab's own workers are told of. */
    public Builder authority(@Nullable Path pem) {
      this.authority = pem;
      return this;
    }

    public Builder crew(Crew who) {
      this.crew = who;
      return this;
    }

    /** The folder in which every run gets a folder of its own; by default {@code .locklab}. */
    public Builder results(Path folder) {
      this.results = folder;
      return this;
    }

    /**
     * Opens the lab.
     *
     * @throws UnavailableException if Redis cannot be reached
     */
    public Lab open() {
      return new Lab(this);
    }
  }

  /** The Redis under test. */
  public RedisAddress subject() {
    return subject;
  }

  /**
   * The independent servers on which the strategy keeps its lock here; none if it does not.
   *
   * @throws UsageException if workers that others started would have to reach embedded ones
   */
  public List<RedisAddress> nodes(Strategy strategy) {
    return nodes.of(strategy);
  }

  /** The embedded Redis, if the subject is one. */
  public @Nullable EmbeddedRedis embedded() {
    return embedded;
  }

  /** The processes of the lab's own workers, by name; none if others started them. */
  public java.util.Map<String, Process> workerProcesses() {
    return fleet == null ? java.util.Map.of() : fleet.processes();
  }

  /**
   * Ends the run that is being made, which is then judged by what there is; any thread may call.
   */
  public void stop(String why) {
    stop = why;
  }

  /** Whether {@link #stop} has been called. */
  public boolean isStopped() {
    return stop != null;
  }

  /** Makes a run and judges it. */
  public RunResult run(RunSpec spec) throws InterruptedException {
    return run(spec, RunListener.NONE);
  }

  /**
   * Makes a run and judges it.
   *
   * @throws UnavailableException if the workers do not come or cannot prepare, or Redis is gone
   * @throws IllegalArgumentException if there is no such strategy
   */
  public RunResult run(RunSpec spec, RunListener listener) throws InterruptedException {
    return run(spec, Integer.MAX_VALUE, listener, null);
  }

  /**
   * Makes a run whose threads are led by a script, and judges it.
   *
   * @throws UnavailableException also if a thread does not come where the script waits for it
   */
  public RunResult run(RunSpec spec, RunListener listener, @Nullable Script script)
      throws InterruptedException {
    return run(spec, Integer.MAX_VALUE, listener, script);
  }

  /**
   * Makes a run with a part of the crew and judges it.
   *
   * @param workers how many of the crew take part, the first by name; all if it has fewer
   */
  public RunResult run(RunSpec spec, int workers, RunListener listener)
      throws InterruptedException {
    return run(spec, workers, listener, null);
  }

  private RunResult run(RunSpec spec, int workers, RunListener listener, @Nullable Script script)
      throws InterruptedException {
    Strategy strategy = Strategies.named(spec.strategy());
    listener.progress(spec, RunListener.Phase.GATHERING, RunListener.Progress.NONE);
    return run(spec, strategy, part(recruits.gather(), workers), results, listener, script);
  }

  private static List<Order.Member> part(List<Order.Member> crew, int workers) {
    return crew.subList(0, Math.min(workers, crew.size()));
  }

  /** Makes a run that is not kept, so that what follows finds everything warm. */
  public void warmUp(RunSpec spec, int workers) throws InterruptedException {
    scratch(spec, workers);
  }

  /**
   * Measures how many requests an update costs where one thread has the subject to itself, in a
   * short run that is not kept; runs of the strategy that follow say it.
   */
  public void runAlone(RunSpec spec) throws InterruptedException {
    RunSpec.Builder single = RunSpec.of(spec.strategy()).updates(ALONE_UPDATES);
    RunSpec one = single.lease(spec.lease()).journal(spec.journal()).build();
    Double cost = scratch(one, 1).findings().cost().requests();
    if (cost != null) {
      alone.put(spec.strategy(), cost);
    }
  }

  private RunResult scratch(RunSpec spec, int workers) throws InterruptedException {
    Path scratch;
    try {
      scratch = Files.createTempDirectory("locklab-scratch-");
    } catch (IOException e) {
      throw new UnavailableException("no temporary folder: " + Errors.rootMessage(e));
    }
    try {
      Strategy strategy = Strategies.named(spec.strategy());
      return run(spec, strategy, part(recruits.gather(), workers), scratch, RunListener.NONE, null);
    } finally {
      Subprocess.deleteFolder(scratch);
    }
  }

  private RunResult run(
      RunSpec spec,
      Strategy strategy,
      List<Order.Member> team,
      Path results,
      RunListener listener,
      @Nullable Script script)
      throws InterruptedException {
    List<String> names = team.stream().map(Order.Member::name).toList();
    List<RedisAddress> servers = nodes.of(strategy);
    List<String> shown = servers.stream().map(RedisAddress::toString).toList();
    RunSpec started =
        spec.started(newId(spec.strategy()), strategy.promise(), strategy.lease(), names, shown);
    Path folder = results.resolve(started.run());
    RunWatch watch =
        new RunWatch(board, fleet, started, team, listener, () -> stop, this::order, script);
    try {
      try (RunStore store = new RunStore(subject, control, started.run())) {
        store.open(started);
        watch.prepare(PREPARE_SECONDS);
        store.endRehearsal();
      }
      Cost cost = meter(spec, servers, watch);
      recruits.lost(watch.dead().size());
      listener.progress(started, RunListener.Phase.JUDGING, RunListener.Progress.NONE);
      // With new connections: the old ones may not have lived through the run.
      try (RunStore store = new RunStore(subject, control, started.run())) {
        return new RunResult(
            Judged.of(Keeping.keep(store, new RunFolder(folder), started, watch, cost)), folder);
      }
    } catch (StoreException e) {
      throw new UnavailableException("Redis: " + Errors.rootMessage(e));
    } finally {
      board.order(recruit());
    }
  }

  /** Lets the workers work, and reads off what that costs the subject, and the run's servers. */
  private @Nullable Cost meter(RunSpec spec, List<RedisAddress> servers, RunWatch watch)
      throws InterruptedException {
    List<RedisAddress> metered = new ArrayList<>(List.of(subject));
    servers.stream().filter(server -> !server.isSameServer(subject)).forEach(metered::add);
    try (Meter meter = new Meter(metered, ownMessages(metered))) {
      watch.work();
      return meter.cost(ownMessages(metered), alone.get(spec.strategy()));
    }
  }

  /** The lab's messages that these servers have to carry. */
  private long ownMessages(List<RedisAddress> metered) {
    return metered.stream().anyMatch(control::isSameServer) ? board.heard() : 0;
  }

  private Order recruit() {
    return order(Order.Phase.RECRUIT, null, List.of(), List.of(), List.of());
  }

  private Order order(
      Order.Phase phase,
      @Nullable String run,
      List<Order.Member> team,
      List<String> received,
      List<Gate> gates) {
    return new Order(id, joined, phase, run, team, received, gates);
  }

  private String newId(String strategy) {
    String base =
        LocalDateTime.now(java.time.ZoneId.systemDefault()).format(STAMP) + "-" + strategy;
    String candidate;
    do {
      candidate =
          base
              + "-"
              + String.format(Locale.ROOT, "%04x", ThreadLocalRandom.current().nextInt(65_536));
    } while (Files.exists(results.resolve(candidate)));
    return candidate;
  }

  /** Better said before the first run than after it. */
  private static Path writable(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UnavailableException("the results folder " + folder + " cannot be made");
    }
    if (!Files.isWritable(folder)) {
      throw new UnavailableException("the results folder " + folder + " cannot be written to");
    }
    return folder;
  }

  private static void requireReachable(RedisAddress address) {
    try (Link link = address.link("locklab-verifier")) {
      link.call(new CommandArguments(Command.PING));
    } catch (StoreException e) {
      throw new UnavailableException("no Redis to be had: " + Errors.rootMessage(e));
    }
  }

  @Override
  public void close() {
    board.order(order(Order.Phase.DISMISS, null, List.of(), List.of(), List.of()));
    if (fleet != null) {
      fleet.close();
    }
    board.close();
    nodes.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
