package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one run: one strategy on one workload, once. Built with a {@link Builder}; also
 * what {@code spec.json} holds.
 *
 * @param run id of the run; set by the lab
 * @param strategy name of the strategy
 * @param promise what the strategy declared of itself when the run was made; set by the lab
 * @param opening balance before the first update
 * @param workers how many worker JVMs; set by the lab
 * @param threads threads in each worker
 * @param updates updates a worker makes, shared among its threads; absent for a run by time
 * @param duration for how long the workers work; absent for a run by count
 * @param think time between read and write
 * @param linger time between write and release
 * @param pause time between two updates of a thread
 * @param seed from which random deltas come
 * @param deltas the amounts
 * @param lease lease of the lock; absent to let the strategy renew it, or use its own
 * @param waitFor for how long a strategy that can give up waits for the lock
 * @param onBusy what to do with an update that found the lock taken
 * @param journal whether writes are journaled; without a journal only the sum can be checked
 * @param patience after how long without any progress a run counts as stalled
 * @param pacing when a thread may begin and go on with an update
 * @param ownLease the lease of the strategy's own, where the run gives none; set by the lab
 * @param team the workers' names, in the order in which deltas are dealt; set by the lab
 * @param nodes addresses of the independent servers on which the strategy keeps its lock, without
 *     passwords; set by the lab
 */
public record RunSpec(
    @JsonProperty(required = true) String run,
    @JsonProperty(required = true) String strategy,
    @JsonProperty(required = true) Promise promise,
    @JsonProperty(required = true) long opening,
    @JsonProperty(required = true) int workers,
    @JsonProperty(required = true) int threads,
    @Nullable Long updates,
    @Nullable Duration duration,
    Duration think,
    Duration linger,
    Duration pause,
    @JsonProperty(required = true) long seed,
    Deltas deltas,
    @Nullable Duration lease,
    @JsonProperty("wait") Duration waitFor,
    OnBusy onBusy,
    Boolean journal,
    Duration patience,
    Pacing pacing,
    @Nullable Duration ownLease,
    List<String> team,
    List<String> nodes) {

  /**
   * For how long a Redisson lock without a lease of its own outlives its JVM: Redisson's default.
   */
  public static final Duration WATCHDOG = Duration.ofSeconds(30);

  /** Longer than a lock outlives its killed holder, or every such run would count as stalled. */
  public static final Duration DEFAULT_PATIENCE = WATCHDOG.plusSeconds(15);

  /** All threads of a run together: a Redis serves as many connections unless told otherwise. */
  public static final int MOST_THREADS = 10_000;

  public RunSpec {
    think = Objects.requireNonNullElse(think, Duration.ZERO);
    linger = Objects.requireNonNullElse(linger, Duration.ZERO);
    pause = Objects.requireNonNullElse(pause, Duration.ZERO);
    deltas = Objects.requireNonNullElse(deltas, Deltas.UNIFORM);
    waitFor = Objects.requireNonNullElse(waitFor, Duration.ZERO);
    onBusy = Objects.requireNonNullElse(onBusy, OnBusy.SKIP);
    journal = Objects.requireNonNullElse(journal, true);
    patience = Objects.requireNonNullElse(patience, DEFAULT_PATIENCE);
    pacing = Objects.requireNonNullElse(pacing, Pacing.FREE);
    team = team == null ? List.of() : List.copyOf(team);
    nodes = nodes == null ? List.of() : List.copyOf(nodes);
    requirePositive("--workers", workers);
    requirePositive("--threads", threads);
    if ((long) workers * threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "--workers times --threads must be at most %,d, not %,d: each thread needs a connection"
              .formatted(MOST_THREADS, (long) workers * threads));
    }
    if (updates != null) {
      requirePositive("--updates", updates);
    }
    if (duration != null && duration.isZero()) {
      throw new IllegalArgumentException("--duration must be longer than 0");
    }
    if (updates != null && duration != null) {
      throw new IllegalArgumentException("--updates and --duration exclude each other");
    }
    if (lease != null && lease.toMillis() == 0) {
      throw new IllegalArgumentException("--lease must be at least 1ms");
    }
    if (patience.isZero()) {
      throw new IllegalArgumentException("--patience must be longer than 0");
    }
  }

  /** What to do with an update that found the lock taken. */
  public enum OnBusy {
    /** Count it as BUSY and go on to the next. */
    SKIP,
    /** Come back to it until it is applied. */
    RETRY
  }

  /** When a thread may begin and go on with an update. */
  public enum Pacing {
    /** Every thread at its own pace. */
    FREE,
    /** All threads begin each update together, once everybody has done with the one before. */
    ROUNDS,
    /** Threads are led from gate to gate; how long that takes says nothing. */
    GATED
  }

  /** Settings of a run of that strategy, everything else at its default. */
  public static Builder of(String strategy) {
    return new Builder(strategy);
  }

  /** How many updates one thread makes at the most. */
  public long quota(int worker, int thread) {
    long quota = deltas.inStore(this, worker, thread);
    if (updates != null) {
      quota = Math.min(quota, updates / threads + (thread < updates % threads ? 1 : 0));
    }
    return quota;
  }

  /**
   * How many updates the whole run makes at the most; {@link Long#MAX_VALUE} if only time ends it.
   */
  public long quota() {
    long total = 0;
    for (int worker = 0; worker < workers; worker++) {
      for (int thread = 0; thread < threads; thread++) {
        long quota = quota(worker, thread);
        if (quota > Long.MAX_VALUE - total) {
          return Long.MAX_VALUE;
        }
        total += quota;
      }
    }
    return total;
  }

  /**
   * For how long a lock of this run was granted: by the run, the strategy, or Redisson's default.
   */
  public Duration heldFor() {
    Duration own = Objects.requireNonNullElse(ownLease, WATCHDOG);
    return Objects.requireNonNullElse(lease, own);
  }

  /**
   * This run as the lab starts it: with an id, the strategy's promise and its own lease, a team and
   * servers.
   */
  public RunSpec started(
      String id,
      Promise promised,
      @Nullable Duration strategyLease,
      List<String> names,
      List<String> servers) {
    return new RunSpec(
        id,
        strategy,
        promised,
        opening,
        names.size(),
        threads,
        updates,
        duration,
        think,
        linger,
        pause,
        seed,
        deltas,
        lease,
        waitFor,
        onBusy,
        journal,
        patience,
        pacing,
        strategyLease,
        names,
        servers);
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be at least 1, not " + value);
    }
  }

  /** Collects the settings of a run. */
  public static final class Builder {

    private final String strategy;
    private long opening;
    private int workers = 1;
    private int threads = 1;
    private @Nullable Long updates;
    private @Nullable Duration duration;
    private Duration think = Duration.ZERO;
    private Duration linger = Duration.ZERO;
    private Duration pause = Duration.ZERO;
    private long seed;
    private Deltas deltas = Deltas.UNIFORM;
    private @Nullable Duration lease;
    private Duration waitFor = Duration.ZERO;
    private OnBusy onBusy = OnBusy.SKIP;
    private boolean journal = true;
    private Duration patience = DEFAULT_PATIENCE;
    private Pacing pacing = Pacing.FREE;

    private Builder(String strategy) {
      this.strategy = strategy;
    }

    public Builder opening(long opening) {
      this.opening = opening;
      return this;
    }

    public Builder workers(int workers) {
      this.workers = workers;
      return this;
    }

    public Builder threads(int threads) {
      this.threads = threads;
      return this;
    }

    public Builder updates(@Nullable Long updates) {
      this.updates = updates;
      return this;
    }

    public Builder duration(@Nullable Duration duration) {
      this.duration = duration;
      return this;
    }

    public Builder think(Duration think) {
      this.think = think;
      return this;
    }

    public Builder linger(Duration linger) {
      this.linger = linger;
      return this;
    }

    public Builder pause(Duration pause) {
      this.pause = pause;
      return this;
    }

    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    public Builder deltas(Deltas deltas) {
      this.deltas = deltas;
      return this;
    }

    public Builder lease(@Nullable Duration lease) {
      this.lease = lease;
      return this;
    }

    public Builder waitFor(Duration waitFor) {
      this.waitFor = waitFor;
      return this;
    }

    public Builder onBusy(OnBusy onBusy) {
      this.onBusy = onBusy;
      return this;
    }

    public Builder journal(boolean journal) {
      this.journal = journal;
      return this;
    }

    public Builder patience(Duration patience) {
      this.patience = patience;
      return this;
    }

    public Builder pacing(Pacing pacing) {
      this.pacing = pacing;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming the option that is out of range
     */
    public RunSpec build() {
      return new RunSpec(
          "",
          strategy,
          Promise.NONE,
          opening,
          workers,
          threads,
          updates,
          duration,
          think,
          linger,
          pause,
          seed,
          deltas,
          lease,
          waitFor,
          onBusy,
          journal,
          patience,
          pacing,
          null,
          List.of(),
          List.of());
    }
  }
}
