package dev.locklab.archive;

import dev.locklab.account.Write;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import java.util.ArrayList;
import java.util.List;

/** A journal that stays in Redis until its run has ended: each reading is one command. */
public final class StreamTail implements JournalTail {

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
  public StreamTail(RedisAddress account, String key) {
    this.link = account.link("locklab-live");
    this.key = key;
  }

  @Override
  public List<Write> read(int most) {
    List<?> entries = JournalStream.page(link, key, from, most);
    List<Write> writes = new ArrayList<>(entries.size());
    for (Object entry : entries) {
      List<?> parts = (List<?>) entry;
      from = JournalStream.after(Replies.text(parts.get(0)));
      Write write = JournalStream.parsed(version + 1, (List<?>) parts.get(1));
      // Of what is none of the lab's the audit tells.
      if (write != null) {
        writes.add(write);
        version++;
      }
    }
    atEnd = entries.size() < most;
    return writes;
  }

  @Override
  public boolean isAtEnd() {
    return atEnd;
  }

  @Override
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
