package dev.locklab.account;

import dev.locklab.redis.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * An open critical section: the only way to read or write a balance.
 *
 * <p>A section is entered through a strategy, belongs to the thread that entered it, and ends with
 * {@link #close()}. After that every call throws {@link IllegalStateException}.
 */
public interface CriticalSection extends AutoCloseable {

  /**
   * Reads balance and version in one round trip.
   *
   * @throws StoreException if the store cannot be reached or answers with an error; nothing was
   *     changed
   */
  Reading read();

  /**
   * Writes the new balance and its journal entry in one round trip, once; it is never sent again. A
   * strategy may release its lock in the same step, so this is the last thing to do in a section.
   *
   * @param update what is being applied
   * @param saw the reading the new balance was computed from
   * @param value the new balance
   * @return the version this write became, or -1 where the journal is off
   * @throws StoreException telling whether the write is known not to be applied, was refused, or
   *     got no reply
   */
  long write(Update update, Reading saw, long value);

  /** Whether a lock was asked for to enter; where none was, nobody waited and nobody holds one. */
  default boolean isGuarded() {
    return true;
  }

  /** The fencing token under which the section was entered; absent if the strategy has none. */
  default @Nullable Long token() {
    return null;
  }

  /**
   * When the lock was granted, epoch microseconds by this JVM's clock; absent where none was asked
   * for.
   */
  default @Nullable Long acquiredAt() {
    return null;
  }

  /** Leaves the section and releases its guard. Closing twice does nothing. */
  @Override
  void close();
}
