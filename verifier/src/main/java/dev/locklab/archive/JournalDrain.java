package dev.locklab.archive;

import dev.locklab.account.Write;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Json;
import dev.locklab.run.Workload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Brings a run's journal to disk while the run goes on, and takes out of Redis what has arrived
 * there, so that a run may make more writes than the server has memory for.
 *
 * <p>The file grows by blocks, a page of entries each; with gzip a block is a member of its own.
 * However the lab ends, the file can be read up to its last block. A block is forced to disk before
 * its entries leave Redis, and the {@value #KEPT} newest entries never do: a store that comes back
 * without its end, as after a failover, shows by the last entry that was read. The file goes back
 * to the newest block whose last entry the store still has then, or to its beginning where it has
 * none of them, and so holds in the end what it would hold had it been read after the run.
 */
public final class JournalDrain implements AutoCloseable {

  /** How many of the newest entries stay in Redis at least. */
  public static final int KEPT = 2 * JournalStream.PAGE;

  /** How many pages are read before they are forced to disk and leave Redis. */
  private static final int PAGES_A_PASS = 4;

  private static final long PAUSE_MILLIS = 50;

  /**
   * The end of a block.
   *
   * @param id of its last entry
   * @param version how many writes there are up to its end
   * @param bytes how long the file is up to its end
   * @param foreign entries up to its end that are none of the lab's
   * @param foreignBehind the version behind which the first of them is
   */
  private record Mark(String id, long version, long bytes, long foreign, long foreignBehind) {}

  private static final Mark BEGINNING = new Mark("-", 0, 0, 0, 0);

  private final Link link;
  private final String key;
  private final Path file;

  /**
   * One of each page: a store may come back as it was long ago, and what is trimmed is here alone.
   */
  private final Deque<Mark> marks = new ArrayDeque<>(List.of(BEGINNING));

  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable FileChannel out;
  private @Nullable Thread thread;
  private long trimmed;
  private @Nullable String untrimmed;
  private volatile long whole;
  private volatile @Nullable IOException failure;

  /**
   * Of a run that has not begun.
   *
   * @param account the server that has the journal
   */
  public JournalDrain(
      RedisAddress account, String key, RunFolder folder, Workload.Streaming streaming) {
    this.link = account.link("locklab-verifier");
    this.key = key;
    this.file = folder.journalFile(streaming);
  }

  /**
   * Makes sure, before there is anything of the run, that its journal may be trimmed.
   *
   * @throws UnavailableException if the server does not go along
   */
  public void requireTrimming() {
    try {
      trim("0-0");
    } catch (StoreException e) {
      throw new UnavailableException(
          "the journal cannot be trimmed, so it cannot be streamed (XTRIM MINID, known since Redis"
              + " 6.2): "
              + Errors.rootMessage(e));
    }
  }

  /**
   * Begins, in a folder that is there.
   *
   * @throws UnavailableException if the disk does not go along
   */
  public void start() {
    try {
      out =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UnavailableException(cannot(e));
    }
    Thread draining = new Thread(this::drain, "journal-drain");
    draining.setDaemon(true);
    draining.start();
    thread = draining;
  }

  private String cannot(IOException e) {
    return "the journal cannot be streamed to %s: %s".formatted(file, Errors.rootMessage(e));
  }

  /** Why nothing more comes to disk; null while all is well. */
  public @Nullable String failure() {
    IOException failed = failure;
    return failed == null ? null : cannot(failed);
  }

  /** The journal as far as it is on disk. */
  public JournalTail tail() {
    return new FileTail(file, () -> whole);
  }

  private void drain() {
    try {
      boolean more = false;
      while (!ended.await(more ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          more = pass();
          trim();
        } catch (StoreException e) {
          // It is asked again, at the latest when the run has ended.
          more = false;
        }
      }
    } catch (IOException e) {
      failure = e;
      leaveWhole();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What there is of it is nowhere else: it stays, without what the disk did not take wholly. */
  private void leaveWhole() {
    try {
      channel().truncate(whole);
    } catch (IOException e) {
      // Then it ends in the middle of a block, and is read as one that does.
    }
  }

  /**
   * Brings all that is left to disk, once nobody writes any more.
   *
   * @return what somebody else put into the journal, in words; null if nothing was found
   * @throws IOException if the disk does not take it, or did not take what came before
   * @throws StoreException if the server does not answer
   */
  public @Nullable String finish() throws IOException, InterruptedException {
    stop();
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
    // The server that it was read from so far may not have lived through the run.
    link.close();
    try {
      boolean more = true;
      while (more) {
        more = pass();
        trim();
      }
    } catch (IOException e) {
      leaveWhole();
      throw e;
    }
    Mark last = marks.getLast();
    return JournalStream.inserted(last.foreign(), last.foreignBehind());
  }

  /** What the lab could not do about the stream, in words; null if there was nothing. */
  public @Nullable String trouble() {
    return untrimmed == null ? null : "the journal could not be trimmed: " + untrimmed;
  }

  /**
   * Takes over what has come since the last time.
   *
   * @return whether there is more
   */
  private boolean pass() throws IOException {
    boolean more = true;
    for (int page = 0; more && page < PAGES_A_PASS; page++) {
      more = page();
    }
    channel().force(false);
    return more;
  }

  private boolean page() throws IOException {
    Mark last = marks.getLast();
    List<?> entries = JournalStream.page(link, key, last.id(), JournalStream.PAGE + 1);
    if (!last.equals(BEGINNING)) {
      if (entries.isEmpty() || !id(entries.get(0)).equals(last.id())) {
        goBack();
        return true;
      }
      entries = entries.subList(1, entries.size());
    }
    if (!entries.isEmpty()) {
      append(last, entries);
    }
    return entries.size() >= JournalStream.PAGE;
  }

  private void append(Mark last, List<?> entries) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    long version = last.version();
    long foreign = last.foreign();
    long foreignBehind = last.foreignBehind();
    try (OutputStream lines = JournalFile.isPacked(file) ? new GZIPOutputStream(block) : block) {
      for (Object entry : entries) {
        Write write = JournalStream.parsed(version + 1, (List<?>) ((List<?>) entry).get(1));
        if (write == null) {
          foreignBehind = foreign == 0 ? version : foreignBehind;
          foreign++;
        } else {
          version++;
          lines.write(Json.MAPPER.writeValueAsBytes(write));
          lines.write('\n');
        }
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(block.toByteArray());
    FileChannel channel = channel();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    String id = id(entries.get(entries.size() - 1));
    marks.addLast(new Mark(id, version, last.bytes() + block.size(), foreign, foreignBehind));
    whole = last.bytes() + block.size();
  }

  /** To the newest block that the store still has, or to the beginning. */
  private void goBack() throws IOException {
    while (marks.size() > 1 && !isThere(marks.getLast().id())) {
      marks.removeLast();
    }
    whole = marks.getLast().bytes();
    trimmed = Math.min(trimmed, marks.getLast().version());
    channel().truncate(whole).position(whole);
  }

  private boolean isThere(String id) {
    List<?> found = JournalStream.page(link, key, id, 1);
    return !found.isEmpty() && id(found.get(0)).equals(id);
  }

  private static String id(Object entry) {
    return Replies.text(((List<?>) entry).get(0));
  }

  /** Takes blocks that are on disk out of Redis, but for the newest. */
  private void trim() {
    long below = marks.getLast().version() - KEPT;
    if (below - trimmed < JournalStream.PAGE) {
      return;
    }
    Iterator<Mark> newest = marks.descendingIterator();
    Mark to = newest.next();
    while (to.version() > below) {
      to = newest.next();
    }
    if (to.version() <= trimmed) {
      return;
    }
    try {
      trim(to.id());
      untrimmed = null;
    } catch (StoreException e) {
      untrimmed = Errors.rootMessage(e);
      return;
    }
    trimmed = to.version();
  }

  private void trim(String below) {
    link.call(new CommandArguments(Command.XTRIM).add(key).add("MINID").add(below));
  }

  private FileChannel channel() {
    FileChannel open = out;
    if (open == null) {
      throw new IllegalStateException("it was not started");
    }
    return open;
  }

  /** Nothing more comes to disk before {@link #finish}. */
  public void stop() throws InterruptedException {
    ended.countDown();
    Thread draining = thread;
    if (draining != null) {
      draining.join();
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.close();
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      // What counts was forced to disk before.
    }
  }
}
