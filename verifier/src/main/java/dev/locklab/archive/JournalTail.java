package dev.locklab.archive;

import dev.locklab.account.JournalEntry;
import dev.locklab.account.Write;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal that is still being written, as far as it goes: each reading begins where the last one
 * ended, and is one command. Not thread safe.
 */
public final class JournalTail implements AutoCloseable {

  private final Link link;
  private final String key;
  private String from = "-";
  private long version;
  private boolean atEnd;

  /**
   * A tail of which nothing has been read.
   *
   * @param account the server that has the journal
   */
  public JournalTail(RedisAddress account, String key) {
    this.link = account.link("locklab-live");
    this.key = key;
  }

  /**
   * The next writes; entries that are none of the lab's are passed over.
   *
   * @param most how many to ask for
   * @throws StoreException if the server does not answer; what comes next is read later
   */
  public List<Write> read(int most) {
    List<?> entries = JournalStream.page(link, key, from, most);
    List<Write> writes = new ArrayList<>(entries.size());
    for (Object entry : entries) {
      List<?> parts = (List<?>) entry;
      from = JournalStream.after(Replies.text(parts.get(0)));
      try {
        writes.add(JournalEntry.parse(version + 1, (List<?>) parts.get(1)));
        version++;
      } catch (IllegalArgumentException e) {
        // The audit tells of it.
      }
    }
    atEnd = entries.size() < most;
    return writes;
  }

  /** Whether the last reading came to the end of what there was. */
  public boolean isAtEnd() {
    return atEnd;
  }

  /** Begins anew, where what was read may have left the store since. */
  public void rewind() {
    from = "-";
    version = 0;
    atEnd = false;
  }

  @Override
  public void close() {
    link.close();
  }
}
