package dev.locklab.strategy;

import dev.locklab.account.Outcome;
import dev.locklab.redis.Errors;
import dev.locklab.redis.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt to apply an update.
 *
 * @param outcome what the worker knows of it
 * @param stale whether the write is known to have overwritten something it had not read
 * @param waitNanos from asking for the lock to having it, or to being told that it is taken; absent
 *     where no lock was asked for
 * @param holdNanos from having the lock to having given it back; absent where it was not had
 * @param trouble what went wrong, in words; absent if nothing did. An applied update can have one:
 *     a lock that turns out lost at its release
 */
public record Attempt(
    Outcome outcome,
    boolean stale,
    @Nullable Long waitNanos,
    @Nullable Long holdNanos,
    @Nullable String trouble) {

  /** Where a thread is that asks for a lock: said by the exception if it is interrupted there. */
  public static final String AT_THE_LOCK = "waiting for the lock";

  /** An attempt that the store did not acknowledge. */
  public static Attempt unacknowledged(StoreException e, @Nullable Long waitNanos) {
    Outcome outcome =
        switch (e.fate()) {
          case NOT_APPLIED -> Outcome.FAILED;
          case NO_REPLY -> Outcome.UNKNOWN;
          case APPLIED_IN_PART -> Outcome.APPLIED;
          case REFUSED -> Outcome.REFUSED;
        };
    return new Attempt(outcome, false, waitNanos, null, Errors.rootMessage(e));
  }

  /** An attempt that was not made, for no 64 bits would hold the sum. */
  public static Attempt outOfRange(@Nullable Long waitNanos) {
    return new Attempt(
        Outcome.FAILED, false, waitNanos, null, "the balance would leave the range of 64 bits");
  }
}
