package dev.locklab.account;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One journal entry: a write as Redis executed it.
 *
 * <p>Writes are ordered by their version, never by a clock. {@code saw} names the write this one
 * was computed from, so the writes of a run form a tree, as commits do.
 *
 * @param version 1 for the first write, one more with every further one
 * @param saw the version its reader had seen; 0 is the opening
 * @param delta the amount added
 * @param value the balance written: what was read, plus the delta
 * @param worker the writer
 * @param thread the writing thread within its worker
 * @param seq the update's sequence number within its thread
 * @param token fencing token the write was made under, if the strategy has one
 * @param acquiredAt lock granted, worker's clock, epoch microseconds; absent without a lock
 * @param readAt reply of the read arrived, epoch microseconds
 * @param writtenAt write sent, epoch microseconds
 */
public record Write(
    @JsonProperty(required = true) long version,
    @JsonProperty(required = true) long saw,
    @JsonProperty(required = true) long delta,
    @JsonProperty(required = true) long value,
    @JsonProperty(required = true) String worker,
    @JsonProperty(required = true) int thread,
    @JsonProperty(required = true) long seq,
    @Nullable Long token,
    @Nullable Long acquiredAt,
    long readAt,
    long writtenAt) {

  /**
   * A write that is about to be sent, now; its version is for the store to say.
   *
   * @param saw the reading that the value was computed from
   * @param value the balance to be written
   */
  public static Write sending(
      Update update, Reading saw, long value, @Nullable Long token, @Nullable Long acquiredAt) {
    return new Write(
        0,
        saw.version(),
        update.delta(),
        value,
        update.worker(),
        update.thread(),
        update.seq(),
        token,
        acquiredAt,
        saw.at(),
        Micros.now());
  }

  /** How many threads a worker may have at the most. */
  public static final int MOST_THREADS = 100_000;

  /** Whether its numbers are such as a worker can have made. */
  @JsonIgnore
  public boolean isWellFormed() {
    return Objects.nonNull(worker)
        && seq >= 0
        && seq <= Integer.MAX_VALUE
        && thread >= 0
        && thread <= MOST_THREADS
        && (acquiredAt == null || Micros.isPlausible(acquiredAt))
        && Micros.isPlausible(readAt)
        && Micros.isPlausible(writtenAt);
  }

  /** Whether this write overwrote something its writer had not read. */
  @JsonIgnore
  public boolean isStale() {
    return saw != version - 1;
  }

  /** The balance its writer had read. */
  @JsonIgnore
  public long read() {
    return value - delta;
  }
}
