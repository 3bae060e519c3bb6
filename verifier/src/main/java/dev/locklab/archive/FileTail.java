package dev.locklab.archive;

import dev.locklab.account.Write;
import dev.locklab.exit.UsageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A journal that is streamed to disk, read from there: the server has nothing to do with it. */
final class FileTail implements JournalTail {

  private final Path file;
  private final LongSupplier whole;
  private JournalFile.@Nullable Lines lines;
  private long end;
  private boolean atEnd;

  /**
   * @param whole how many bytes of the file are whole blocks
   */
  FileTail(Path file, LongSupplier whole) {
    this.file = file;
    this.whole = whole;
  }

  @Override
  public List<Write> read(int most) {
    List<Write> writes = new ArrayList<>();
    try {
      String text = next();
      while (text != null) {
        writes.add(lines().parsed(text));
        text = writes.size() < most ? next() : null;
      }
      atEnd = writes.size() < most;
    } catch (UsageException e) {
      // Blocks were taken back while they were read, as the store had lost them.
      rewind();
    }
    return writes;
  }

  /** The next line, be it in what has been appended since; null if there is none. */
  private @Nullable String next() {
    String text = lines == null ? null : lines.next();
    if (text != null) {
      return text;
    }
    // It has closed itself.
    lines = null;
    long now = whole.getAsLong();
    if (now < end) {
      rewind();
    } else if (now > end) {
      lines = new JournalFile.Lines(file, part(end, now), false);
      end = now;
      text = lines.next();
    }
    return text;
  }

  private JournalFile.Lines lines() {
    JournalFile.Lines reading = lines;
    if (reading == null) {
      throw new IllegalStateException("nothing is being read");
    }
    return reading;
  }

  private InputStream part(long from, long to) {
    try {
      SeekableByteChannel channel = Files.newByteChannel(file);
      channel.position(from);
      return new Part(Channels.newInputStream(channel), to - from);
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read");
    }
  }

  @Override
  public boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public void rewind() {
    close();
    end = 0;
    atEnd = false;
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }

  /** As much of a stream and no more. */
  private static final class Part extends FilterInputStream {

    private long left;

    Part(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      int read = left == 0 ? -1 : in.read();
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = left == 0 ? -1 : in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, left);
    }
  }
}
