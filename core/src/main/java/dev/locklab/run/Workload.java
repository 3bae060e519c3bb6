package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done in a run, whatever the strategy. Built with a {@link Builder}.
 *
 * @param opening balance before the first update
 * @param workers how many worker JVMs
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
 * @param streaming whether the journal goes to disk while the run does, and leaves the store then;
 *     absent where it stays there until the run has ended
 * @param patience after how long without any progress a run counts as stalled
 * @param pacing when a thread may begin and go on with an update
 * @param rail where an update pays an order between its read and its write; absent where nothing
 *     but the balance is changed. The balance is then the next order to be paid, and every delta is
 *     1.
 */
public record Workload(
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
    @Nullable Streaming streaming,
    Duration patience,
    Pacing pacing,
    @Nullable Rail rail) {

  /** Longer than a lock outlives its killed holder, or every such run would count as stalled. */
  public static final Duration DEFAULT_PATIENCE = RunSpec.WATCHDOG.plusSeconds(15);

  /** All threads of a run together: a Redis serves as many connections unless told otherwise. */
  public static final int MOST_THREADS = 10_000;

  private static final Deltas ONE_EACH = Deltas.dealt(List.of(1L));

  public Workload {
    think = Objects.requireNonNullElse(think, Duration.ZERO);
    linger = Objects.requireNonNullElse(linger, Duration.ZERO);
    pause = Objects.requireNonNullElse(pause, Duration.ZERO);
    deltas = Objects.requireNonNullElse(deltas, Deltas.UNIFORM);
    waitFor = Objects.requireNonNullElse(waitFor, Duration.ZERO);
    onBusy = Objects.requireNonNullElse(onBusy, OnBusy.SKIP);
    journal = Objects.requireNonNullElse(journal, true);
    patience = Objects.requireNonNullElse(patience, DEFAULT_PATIENCE);
    pacing = Objects.requireNonNullElse(pacing, Pacing.FREE);
    requirePositive("--workers", workers);
    requirePositive("--threads", threads);
    if ((long) workers * threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--workers times --threads must be at most %,d, not %,d: each thread needs a connection",
              MOST_THREADS,
              (long) workers * threads));
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
    if (streaming != null && !journal) {
      throw new IllegalArgumentException("without a journal there is none to be streamed");
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

  /** How a journal is kept on disk while the run goes on. */
  public enum Streaming {
    /** As lines that can be read as they are. */
    PLAIN,
    /** Packed with gzip. */
    GZIP
  }

  /** What the rail does, which is outside of the lock's store, with the token that it is shown. */
  public enum Rail {
    /** It writes it down. */
    PLAIN,
    /** It keeps the greatest that it has seen, and refuses to pay for a smaller one. */
    FENCED
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

  /** A workload to be described: one thread of one worker, everything else at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many threads the workers have together. */
  public int allThreads() {
    return workers * threads;
  }

  /**
   * The amount of one update.
   *
   * @param worker the worker's index in the team, from 0
   */
  public long delta(int worker, int thread, long seq) {
    return deltas.delta(this, worker, thread, seq);
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
   * This work as a run that the lab starts.
   *
   * @param team the workers' names; there are as many workers as names
   */
  public RunSpec started(
      String run,
      String strategy,
      Promise promise,
      @Nullable Duration ownLease,
      List<String> team,
      List<String> nodes) {
    return new RunSpec(run, strategy, promise, sharedBy(team.size()), ownLease, team, nodes, null);
  }

  private Workload sharedBy(int count) {
    return new Workload(
        opening, count, threads, updates, duration, think, linger, pause, seed, deltas, lease,
        waitFor, onBusy, journal, streaming, patience, pacing, rail);
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be at least 1, not " + value);
    }
  }

  /** Collects what is to be done. */
  public static final class Builder {

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
    private @Nullable Streaming streaming;
    private Duration patience = DEFAULT_PATIENCE;
    private Pacing pacing = Pacing.FREE;
    private @Nullable Rail rail;

    private Builder() {}

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

    public Builder streaming(@Nullable Streaming how) {
      this.streaming = how;
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

    /** Has every update pay an order at a rail; the deltas are 1 then, whatever was said. */
    public Builder rail(@Nullable Rail rail) {
      this.rail = rail;
      return this;
    }

    /**
     * The workload.
     *
     * @throws IllegalArgumentException naming the option that is out of range
     */
    public Workload build() {
      return new Workload(
          opening,
          workers,
          threads,
          updates,
          duration,
          think,
          linger,
          pause,
          seed,
          rail == null ? deltas : ONE_EACH,
          lease,
          waitFor,
          onBusy,
          journal,
          streaming,
          patience,
          pacing,
          rail);
    }
  }
}
