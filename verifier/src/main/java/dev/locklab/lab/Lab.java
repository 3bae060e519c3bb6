package dev.locklab.lab;

import dev.locklab.archive.ResultsFolder;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerInfo;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A place to make runs in: a Redis, a crew of worker JVMs, and a folder for what comes of it.
 *
 * <pre>{@code
 * try (Lab lab = Lab.on(null).crew(Crew.own(4)).open()) {
 *   RunResult result = lab.run("lock", Workload.builder().updates(1_000L).build());
 *   assert result.verdict() == Verdict.CONSISTENT;
 * }
 * }</pre>
 *
 * <p>Everything the lab starts is stopped again when it is closed, and also when its JVM is killed.
 * Runs are made one at a time.
 */
public final class Lab implements Interruptible {

  /** Why a run was stopped that the user had no more patience with. */
  public static final String INTERRUPTED = "interrupted";

  private static final long ALONE_UPDATES = 200;

  private final @Nullable EmbeddedRedis embedded;
  private final RedisAddress subject;
  private final RedisAddress control;
  private final Nodes nodes;
  private final Path results;
  private final Builder settings;

  /** Those who work, by their class path; where others start them, there is one crew for all. */
  private final Map<String, CrewAtWork> crews = new LinkedHashMap<>();

  private volatile CrewAtWork atWork;
  private volatile @Nullable String stop;

  private Lab(Builder settings) {
    this.settings = settings;
    TemporaryFolders.sweep();
    this.results = ResultsFolder.writable("the results folder", settings.results);
    this.embedded = settings.subject == null ? EmbeddedRedis.start() : null;
    this.subject = embedded == null ? Objects.requireNonNull(settings.subject) : embedded.address();
    this.control = Objects.requireNonNullElse(settings.control, subject);
    this.nodes = new Nodes(settings.nodes, settings.rail, settings.crew);
    try {
      ServerChecks checks = new ServerChecks(settings.patience, settings.teller);
      checks.requireFit("--redis", subject);
      checks.requireFit("--control", control);
      checks.requireIndependent("--nodes", nodes.named());
      this.atWork = crew(settings.jvm.classPath());
    } catch (RuntimeException e) {
      if (embedded != null) {
        embedded.close();
      }
      throw e;
    }
  }

  /** The crew of that class path; its workers are started when they are needed. */
  private CrewAtWork crew(String classPath) {
    CrewAtWork known = crews.get(classPath);
    if (known != null) {
      return known;
    }
    CrewAtWork.Starting own =
        id ->
            new CrewProcesses(
                route(settings),
                control,
                nodes,
                settings.authority,
                id,
                settings.jvm.on(classPath));
    CrewAtWork crew =
        new CrewAtWork(
            UUID.randomUUID().toString(),
            settings.crew,
            subject,
            control,
            embedded != null,
            nodes,
            results,
            settings.crew.own() ? own : null,
            () -> stop);
    crews.put(classPath, crew);
    return crew;
  }

  private UnaryOperator<String> route(Builder settings) {
    Function<String, RedisAddress> route = settings.route;
    return worker -> (route == null ? subject : route.apply(worker)).url();
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
    private @Nullable RedisAddress rail;
    private @Nullable Path authority;
    private Duration patience = Duration.ZERO;
    private Consumer<String> teller = nothing -> {};
    private Crew crew = Crew.own(4);
    private Path results = Path.of(".locklab");
    private @Nullable Function<String, RedisAddress> route;
    private WorkerJvm jvm = WorkerJvm.USUAL;
    private Libraries libraries = new Libraries(List.of(), false);

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

    /** The server where orders are paid, for workloads that pay; by default an embedded one. */
    public Builder rail(@Nullable RedisAddress address) {
      this.rail = address;
      return this;
    }

    /**
     * How long to wait for servers that are not there yet; by default they must be.
     *
     * @param told is told what is waited for
     */
    public Builder patience(Duration limit, Consumer<String> told) {
      this.patience = limit;
      this.teller = told;
      return this;
    }

    /** The certificate authority that the lab's own workers are told of. */
    public Builder authority(@Nullable Path pem) {
      this.authority = pem;
      return this;
    }

    /**
     * By which address each of the lab's own workers reaches the subject, by the worker's name; by
     * default the subject's own.
     */
    public Builder route(Function<String, RedisAddress> addresses) {
      this.route = addresses;
      return this;
    }

    /** Where the lab's own workers get libraries from that the lab does not carry. */
    public Builder libraries(Libraries from) {
      this.libraries = from;
      return this;
    }

    /** Where the lab's own workers leave the classes that they have loaded when they end. */
    public Builder recording(SharedClasses classes) {
      return jvm(classes.recording());
    }

    /** Classes that the lab's own workers need not load for themselves. */
    public Builder sharing(SharedClasses classes) {
      return jvm(classes.jvm());
    }

    private Builder jvm(WorkerJvm how) {
      this.jvm = how;
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
     * @throws UnavailableException if Redis cannot be reached in time
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

  /** Those of the independent servers that the lab has started up to now. */
  public List<EmbeddedRedis> embeddedNodes() {
    return nodes.started();
  }

  /**
   * What the Redis under test is.
   *
   * @throws UnavailableException if it does not answer
   */
  public ServerInfo server() {
    try {
      return ServerInfo.of(subject, "locklab-verifier");
    } catch (StoreException e) {
      throw new UnavailableException("no Redis to be had: " + Errors.rootMessage(e));
    }
  }

  /** What a strategy needs that is not to be had here, in words; null if it can be run. */
  @Nullable String needs(Strategy strategy, ServerInfo server) {
    String servers = nodes.needs(strategy);
    return servers == null ? strategy.needs(server) : servers;
  }

  /** The embedded Redis, if the subject is one. */
  public @Nullable EmbeddedRedis embedded() {
    return embedded;
  }

  /**
   * The processes of the lab's own workers that work now or did last, by name; none if others
   * started them.
   */
  public Map<String, Process> workerProcesses() {
    return atWork.processes();
  }

  /**
   * Has the strategy's library fetched, if that is not carried and not there yet.
   *
   * @throws UnavailableException saying what is missing, if it cannot be had
   */
  public void fetch(Strategy strategy) {
    if (settings.crew.own()) {
      settings.libraries.classPath(strategy);
    }
  }

  @Override
  public void stop(String why) {
    stop = why;
  }

  @Override
  public boolean isStopped() {
    return stop != null;
  }

  /** Makes a run and judges it. */
  public RunResult run(String strategy, Workload workload) throws InterruptedException {
    return run(strategy, workload, RunListener.NONE);
  }

  /**
   * Makes a run and judges it.
   *
   * @throws UnavailableException if the workers do not come or cannot prepare, or Redis is gone
   * @throws IllegalArgumentException if there is no such strategy
   */
  public RunResult run(String strategy, Workload workload, RunListener listener)
      throws InterruptedException {
    return run(strategy, workload, Integer.MAX_VALUE, listener, null);
  }

  /**
   * Makes a run whose threads are led by a script, and judges it.
   *
   * @throws UnavailableException also if a thread does not come where the script waits for it
   */
  public RunResult run(
      String strategy, Workload workload, RunListener listener, @Nullable ThreadScheduler script)
      throws InterruptedException {
    return run(strategy, workload, Integer.MAX_VALUE, listener, script);
  }

  /**
   * Makes a run with a part of the crew and judges it.
   *
   * @param workers how many of the crew take part, the first by name; all if it has fewer
   */
  public RunResult run(String strategy, Workload workload, int workers, RunListener listener)
      throws InterruptedException {
    return run(strategy, workload, workers, listener, null);
  }

  private RunResult run(
      String strategy,
      Workload workload,
      int workers,
      RunListener listener,
      @Nullable ThreadScheduler script)
      throws InterruptedException {
    Strategy named = Strategies.named(strategy);
    String needs = Strategies.needs(named, workload);
    if (needs != null) {
      throw new UsageException(strategy + " needs " + needs);
    }
    listener.gathering(strategy);
    return make(named, workload, workers, results, listener, script);
  }

  private RunResult make(
      Strategy strategy,
      Workload workload,
      int workers,
      Path folder,
      RunListener listener,
      @Nullable ThreadScheduler script)
      throws InterruptedException {
    if (settings.crew.own()) {
      atWork = crew(settings.libraries.classPath(strategy));
    }
    return atWork.run(strategy, workload, workers, folder, listener, script);
  }

  /** Makes a run that is not kept, so that what follows finds everything warm. */
  public void warmUp(String strategy, Workload workload, int workers) throws InterruptedException {
    scratch(strategy, workload, workers);
  }

  /**
   * Measures how many requests an update costs where one thread has the subject to itself, in a
   * short run that is not kept; runs of the strategy that follow say it.
   */
  public void runAlone(String strategy, Workload workload) throws InterruptedException {
    Workload.Builder single = Workload.builder().updates(ALONE_UPDATES);
    Workload one = single.lease(workload.lease()).journal(workload.journal()).build();
    Double cost = scratch(strategy, one, 1).findings().cost().requests();
    if (cost != null) {
      atWork.costsAlone(strategy, cost);
    }
  }

  private RunResult scratch(String strategy, Workload workload, int workers)
      throws InterruptedException {
    Path scratch = TemporaryFolders.create("scratch");
    try {
      Strategy named = Strategies.named(strategy);
      return make(named, workload, workers, scratch, RunListener.NONE, null);
    } finally {
      TemporaryFolders.delete(scratch);
    }
  }

  @Override
  public void close() {
    crews.values().forEach(CrewAtWork::close);
    nodes.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
