package dev.locklab.lab;

import dev.locklab.account.JournalEntry;
import dev.locklab.account.Write;
import dev.locklab.audit.Journal;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A journal as Redis has it, read page by page each time it is iterated, over a connection of its
 * own that ends with the iteration. Its end is where nothing follows, or where an entry is not one
 * of the lab's.
 */
public final class JournalStream implements Journal {

  /** How many entries are asked for at a time. */
  public static final int PAGE = 2_000;

  private final RedisAddress store;
  private final String key;

  /** The id that every page read so far begins with, so that any version can be gone to. */
  private final List<String> pages = new ArrayList<>(List.of("-"));

  private @Nullable String trouble;

  public JournalStream(RedisAddress store, String key) {
    this.store = store;
    this.key = key;
  }

  @Override
  public Iterator<Write> iterator() {
    return new Reader(0);
  }

  @Override
  public List<Write> at(NavigableSet<Long> versions) {
    List<Write> found = new ArrayList<>();
    Reader reader = null;
    for (long version : versions) {
      int page = (int) Math.min((version - 1) / PAGE, pages.size() - 1L);
      if (reader == null || page > reader.page) {
        if (reader != null) {
          reader.close();
        }
        reader = new Reader(page);
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

  @Override
  public @Nullable String trouble() {
    return trouble;
  }

  /** The smallest id after that one; exclusive ranges are not known to servers before 6.2. */
  private static String after(String id) {
    int dash = id.indexOf('-');
    return id.substring(0, dash + 1) + (Long.parseUnsignedLong(id.substring(dash + 1)) + 1);
  }

  private final class Reader implements Iterator<Write> {

    private final Link link = store.link("locklab-verifier");
    private int page;
    private List<?> entries;
    private int place;
    private long version;
    private @Nullable Write next;

    Reader(int page) {
      this.page = page;
      this.version = (long) page * PAGE;
      this.entries = fetch(pages.get(page));
      advance();
    }

    private List<?> fetch(String from) {
      try {
        return link.list(
            new CommandArguments(Command.XRANGE)
                .add(key)
                .add(from)
                .add("+")
                .add("COUNT")
                .add(PAGE));
      } catch (StoreException e) {
        link.close();
        throw new UnavailableException("the journal cannot be read: " + Errors.rootMessage(e));
      }
    }

    private void advance() {
      next = null;
      if (place == PAGE) {
        String last = Replies.text(((List<?>) entries.get(PAGE - 1)).get(0));
        page++;
        if (pages.size() == page) {
          pages.add(after(last));
        }
        entries = fetch(pages.get(page));
        place = 0;
      }
      if (place == entries.size()) {
        close();
        return;
      }
      List<?> fields = (List<?>) ((List<?>) entries.get(place++)).get(1);
      version++;
      try {
        next = JournalEntry.parse(version, fields);
      } catch (IllegalArgumentException e) {
        trouble = "the journal is broken: " + Errors.rootMessage(e);
        close();
      }
    }

    void close() {
      link.close();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Write next() {
      Write current = next;
      if (current == null) {
        throw new NoSuchElementException();
      }
      advance();
      return current;
    }
  }
}
