package dev.locklab.archive;

import dev.locklab.account.Write;
import java.util.List;

/**
 * A journal that is still being written, as far as it goes: each reading begins where the last one
 * ended. What has left the store since it was read may make a reading begin anew, which the
 * versions of its writes show. Not thread safe.
 */
public interface JournalTail extends AutoCloseable {

  /**
   * The next writes; entries that are none of the lab's are passed over.
   *
   * @param most how many to ask for
   * @throws dev.locklab.redis.StoreException if the server does not answer; what comes next is read
   *     later
   */
  List<Write> read(int most);

  /** Whether the last reading came to the end of what there was. */
  boolean isAtEnd();

  /** Begins anew, where what was read may have left the store since. */
  void rewind();

  @Override
  void close();
}
