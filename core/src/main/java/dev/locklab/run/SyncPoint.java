package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A point that an update passes, in this order; the named points at which a worker can be stopped.
 * Not every strategy has all of them: one that takes no lock and adds in a single step has only a
 * beginning and an end, {@link #BEFORE_ACQUIRE} and {@link #AFTER_RELEASE}, which all have.
 */
public enum SyncPoint {
  /** Nothing has been asked of the store yet. */
  BEFORE_ACQUIRE,
  /** The critical section is open. */
  AFTER_ACQUIRE,
  /** Balance and version are known; the time to think begins. */
  AFTER_READ,
  /** The time to think is over; the write has not been sent. */
  BEFORE_WRITE,
  /** The store has acknowledged the write. */
  AFTER_WRITE,
  /** The lock is still held, as far as its holder knows. */
  BEFORE_RELEASE,
  /** Nothing more will be asked of the store, whatever came of the update. */
  AFTER_RELEASE;

  /** The stage as users write it: {@code before-acquire}. */
  @JsonValue
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
