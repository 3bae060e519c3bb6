package dev.locklab.archive;

import dev.locklab.account.JournalEntry;
import dev.locklab.account.Write;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Journal;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A journal as Redis has it, read page by page each time it is iterated, over a connection of its
 * own that ends with the iteration. Entries that are none of the lab's are passed over, and told
 * of.
 */
public final class JournalStream implements Journal {

  /** How many entries are asked for at a time. */
  public static final int PAGE = 2_000;

  private final RedisAddress store;
  private final String key;

  /**
   * Where a page begins, so that any version can be gone to.
   *
   * @param from the smallest id that can be on it
   * @param before the version before its first
   */
  private record Page(String from, long before) {}

  private final List<Page> pages = new ArrayList<>(List.of(new Page("-", 0)));
  private long foreign;
  private long foreignBehind;

  public JournalStream(RedisAddress store, String key) {
    this.store = store;
    this.key = key;
  }

  @Override
  public Iterator<Write> iterator() {
    return new Reader(0, true);
  }

  @Override
  public List<Write> at(NavigableSet<Long> versions) {
    List<Write> found = new ArrayList<>();
    Reader reader = null;
    for (long version : versions) {
      int page = pageOf(version);
      if (reader == null || page > reader.page) {
        if (reader != null) {
          reader.close();
        }
        reader = new Reader(page, false);
      }
      Write write = null;
      while (reader.hasNext() && (write == null || write.version() < version)) {
        write = reader.next();
      }
      if (write != null && write.version() == version) {
        found.add(write);
      }
    }
    if (reader != null) {
      reader.close();
    }
    return found;
  }

  private int pageOf(long version) {
    int page = (int) Math.min((version - 1) / PAGE, pages.size() - 1L);
    // Where entries were passed over, versions are on later pages than they would be.
    while (page + 1 < pages.size() && pages.get(page + 1).before() < version) {
      page++;
    }
    return page;
  }

  @Override
  public @Nullable String trouble() {
    return inserted(foreign, foreignBehind);
  }

  /** What somebody else put into a journal, in words; null if nothing. */
  static @Nullable String inserted(long foreign, long behind) {
    return foreign == 0
        ? null
        : "somebody else appended %s to the journal, the first behind version %s"
            .formatted(Amounts.count(foreign, "entry"), behind);
  }

  /** The write of an entry; null if it is none of the lab's. */
  static @Nullable Write parsed(long version, List<?> fields) {
    try {
      return JournalEntry.parse(version, fields);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Entries of a stream from there on, each its id and its fields.
   *
   * @throws StoreException if the server does not answer
   */
  static List<?> page(Link link, String key, String from, int most) {
    return link.list(
        new CommandArguments(Command.XRANGE).add(key).add(from).add("+").add("COUNT").add(most));
  }

  /** The smallest id after that one; exclusive ranges are not known to servers before 6.2. */
  static String after(String id) {
    int dash = id.indexOf('-');
    return id.substring(0, dash + 1) + (Long.parseUnsignedLong(id.substring(dash + 1)) + 1);
  }

  private final class Reader extends WriteIterator {

    private final Link link = store.link("locklab-verifier");
    private final boolean counting;
    private int page;
    private List<?> entries;
    private int place;
    private long version;
    private long met;

    /**
     * @param counting whether entries that are none of the lab's are counted
     */
    Reader(int page, boolean counting) {
      this.page = page;
      this.counting = counting;
      this.version = pages.get(page).before();
      this.entries = fetch(pages.get(page).from());
      advance();
    }

    private List<?> fetch(String from) {
      try {
        return page(link, key, from, PAGE);
      } catch (StoreException e) {
        link.close();
        throw new UnavailableException("the journal cannot be read: " + Errors.rootMessage(e));
      }
    }

    @Override
    @Nullable Write read() {
      Write found = null;
      while (found == null) {
        if (place == PAGE) {
          turnPage();
        }
        if (place == entries.size()) {
          close();
          return null;
        }
        found = parsed((List<?>) ((List<?>) entries.get(place++)).get(1));
      }
      version++;
      return found;
    }

    private void turnPage() {
      String last = Replies.text(((List<?>) entries.get(PAGE - 1)).get(0));
      page++;
      if (pages.size() == page) {
        pages.add(new Page(after(last), version));
      }
      entries = fetch(pages.get(page).from());
      place = 0;
    }

    private @Nullable Write parsed(List<?> fields) {
      Write write = JournalStream.parsed(version + 1, fields);
      if (write == null && counting) {
        met++;
        foreignBehind = foreign == 0 ? version : foreignBehind;
        // It may be iterated while it is being iterated.
        foreign = Math.max(foreign, met);
      }
      return write;
    }

    void close() {
      link.close();
    }
  }
}
