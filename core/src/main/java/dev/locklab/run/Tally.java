package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locklab.account.Outcome;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one worker thread knows at the end of a run: which of its updates had which outcome, and how
 * long it waited and held.
 *
 * @param worker the worker's name
 * @param thread index of the thread within its worker
 * @param applied acknowledged
 * @param busy given up because the lock was taken
 * @param refused turned away by the store
 * @param failed known not applied
 * @param unknown sent without a reply
 * @param busyAnswers how often the thread was told that the lock is taken; more than {@code busy}
 *     where it came back later
 * @param stale acknowledged writes that the worker itself saw overwrite something
 * @param startedAt first update begun, worker's clock, epoch microseconds; 0 if none was
 * @param endedAt last update done, likewise
 * @param clockOffset what to add to the worker's clock to get the server's, microseconds; absent
 *     where it was not measured
 * @param clockUncertainty by how much the offset may be wrong either way, likewise
 * @param waits for each update that asked for a lock the time from its first asking to its having
 *     the lock or giving up, in nanoseconds: an HdrHistogram, compressed, base64; absent if none
 *     did
 * @param holds holding times, likewise
 * @param troubles what went wrong, in words, and how often
 * @param gaveUp why the thread stopped before its work was done, if it did
 * @param stuckAt what it was at when it was told to stop and did not get on, if it knows
 * @param load what its worker was busy with; said by the worker's first thread alone
 */
public record Tally(
    @JsonProperty(required = true) String worker,
    @JsonProperty(required = true) int thread,
    Share applied,
    Share busy,
    Share refused,
    Share failed,
    Share unknown,
    long busyAnswers,
    long stale,
    long startedAt,
    long endedAt,
    @Nullable Long clockOffset,
    @Nullable Long clockUncertainty,
    @Nullable String waits,
    @Nullable String holds,
    Map<String, Long> troubles,
    @Nullable String gaveUp,
    @Nullable String stuckAt,
    @Nullable Load load) {

  /** {@link #gaveUp} of a thread that somebody else ended. */
  public static final String TOLD_TO_STOP = "told to stop";

  public Tally {
    worker = Required.present("worker", worker);
    applied = Objects.requireNonNullElse(applied, Share.NOTHING);
    busy = Objects.requireNonNullElse(busy, Share.NOTHING);
    refused = Objects.requireNonNullElse(refused, Share.NOTHING);
    failed = Objects.requireNonNullElse(failed, Share.NOTHING);
    unknown = Objects.requireNonNullElse(unknown, Share.NOTHING);
    troubles = Required.map("troubles", troubles);
  }

  /** How the worker's clock stands to the server's; null where that was not measured. */
  @JsonIgnore
  public @Nullable ClockOffset clock() {
    return clockOffset == null || clockUncertainty == null || clockUncertainty < 0
        ? null
        : new ClockOffset(clockOffset, clockUncertainty);
  }

  /** The updates of one outcome. */
  public Share of(Outcome outcome) {
    return switch (outcome) {
      case APPLIED -> applied;
      case BUSY -> busy;
      case REFUSED -> refused;
      case FAILED -> failed;
      case UNKNOWN -> unknown;
    };
  }

  /**
   * The updates of one outcome.
   *
   * @param seqs their sequence numbers
   * @param sum the sum of their deltas
   */
  public record Share(SeqRanges seqs, BigInteger sum) {

    static final Share NOTHING = new Share(new SeqRanges(), BigInteger.ZERO);

    public Share {
      seqs = seqs == null ? new SeqRanges() : seqs;
      sum = Objects.requireNonNullElse(sum, BigInteger.ZERO);
    }

    @JsonIgnore
    public long count() {
      return seqs.count();
    }
  }
}
