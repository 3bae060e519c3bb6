package dev.locklab.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.locklab.account.Write;
import dev.locklab.audit.Journal;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.run.Json;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A journal on disk, one JSON object a line, plain or packed with gzip. It is read line by line
 * each time it is iterated, and never held as a whole.
 */
public final class JournalFile implements Journal {

  private static final int BUFFER = 1 << 16;
  private static final ObjectReader WRITES =
      Json.MAPPER.readerFor(Write.class).with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final Path file;
  private final boolean torn;

  JournalFile(Path file) {
    this(file, false);
  }

  /**
   * @param torn whether it may end in the middle of a line, or of what was packed, because whoever
   *     wrote it was ended there
   */
  JournalFile(Path file, boolean torn) {
    this.file = file;
    this.torn = torn;
  }

  @Override
  public Iterator<Write> iterator() {
    return new Reader(new Lines(file, torn));
  }

  /** Passes over the lines in between without reading what is in them. */
  @Override
  public List<Write> at(NavigableSet<Long> versions) {
    List<Write> found = new ArrayList<>();
    Lines lines = new Lines(file, torn);
    for (long version : versions) {
      String text = lines.next();
      while (text != null && lines.number < version) {
        text = lines.next();
      }
      if (text == null) {
        return found;
      }
      found.add(lines.parsed(text));
    }
    lines.close();
    return found;
  }

  static boolean isPacked(Path file) {
    return file.toString().endsWith(".gz");
  }

  /** Opens a file for writing. */
  public static Writer write(Path file) throws IOException {
    return new Writer(
        new BufferedWriter(
            new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8), BUFFER));
  }

  /** Writes journal lines. */
  public static final class Writer implements AutoCloseable {

    private final java.io.Writer out;

    private Writer(java.io.Writer out) {
      this.out = out;
    }

    public void write(Write write) throws IOException {
      out.write(Json.MAPPER.writeValueAsString(write));
      out.write('\n');
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** The lines of the file, and what is in them. */
  static final class Lines {

    private final Path file;
    private final boolean torn;
    private final CappedLines in;
    private long number;

    Lines(Path file, boolean torn) {
      this(file, opened(file), torn);
    }

    /**
     * @param raw the file, or a part of it that begins and ends where a line does
     */
    Lines(Path file, InputStream raw, boolean torn) {
      this.file = file;
      this.torn = torn;
      try {
        InputStream text = isPacked(file) && raw.available() > 0 ? unpacked(raw, torn) : raw;
        this.in = new CappedLines(new InputStreamReader(text, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    /** Of what was torn off in the middle, all that was packed before can be read. */
    private static InputStream unpacked(InputStream raw, boolean torn) throws IOException {
      if (!torn) {
        return new GZIPInputStream(raw, BUFFER);
      }
      try {
        return new TornInput(new GZIPInputStream(raw, BUFFER));
      } catch (EOFException | ZipException e) {
        raw.close();
        return InputStream.nullInputStream();
      }
    }

    private static InputStream opened(Path file) {
      try {
        return Files.newInputStream(file);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    private static UsageException unreadable(Path file, IOException e) {
      return new UsageException(file + " cannot be read: " + Errors.rootMessage(e));
    }

    /** The next line; null, and the file closed, at the end. */
    @Nullable String next() {
      try {
        number++;
        String text = in.next();
        if (text == null) {
          in.close();
        }
        return text;
      } catch (IOException e) {
        throw new UsageException(here() + ": cannot be read: " + Errors.rootMessage(e));
      } catch (UncheckedIOException e) {
        throw new UsageException(here() + ": cannot be read");
      }
    }

    Write parsed(String text) {
      try {
        Write write = quick(text);
        if (write == null) {
          write = WRITES.readValue(text);
        }
        if (write == null || !write.isWellFormed()) {
          throw new UsageException(here() + ": not a write of the lab's");
        }
        return write;
      } catch (JsonProcessingException e) {
        throw new UsageException(here() + ": " + JsonProblem.reason(e));
      } catch (IOException e) {
        throw new UsageException(here() + ": cannot be read: " + Errors.rootMessage(e));
      }
    }

    /** Whether it is the last line, and without its end where that can be. */
    boolean isTorn(String text) {
      return torn && !text.endsWith("}") && next() == null;
    }

    void close() {
      try {
        in.close();
      } catch (IOException e) {
        // It was only read.
      }
    }

    private String here() {
      return file + ", line " + number;
    }

    /**
     * Reads a line that has all it needs and nothing else, as nearly all have, without the detour
     * over a bound object: journals have millions of them.
     *
     * @return null if it is anything else, right or wrong
     */
    private static @Nullable Write quick(String text) throws IOException {
      try (JsonParser in = Json.MAPPER.getFactory().createParser(text)) {
        if (in.nextToken() != JsonToken.START_OBJECT) {
          return null;
        }
        Fields fields = new Fields();
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
          if (!fields.take(key, in.nextToken(), in)) {
            return null;
          }
        }
        return in.nextToken() == null ? fields.write() : null;
      }
    }
  }

  /** Ends where nothing more can be unpacked. */
  private static final class TornInput extends FilterInputStream {

    private boolean over;

    TornInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (over) {
        return -1;
      }
      try {
        return super.read(into, offset, length);
      } catch (EOFException | ZipException e) {
        over = true;
        return -1;
      }
    }
  }

  /** What has been read of a line. */
  private static final class Fields {

    private static final int REQUIRED = 7;

    private int seen;
    private long version;
    private long saw;
    private long delta;
    private long value;
    private String worker = "";
    private long thread;
    private long seq;
    private @Nullable Long token;
    private @Nullable Long acquiredAt;
    private long readAt;
    private long writtenAt;

    boolean take(String key, JsonToken type, JsonParser in) throws IOException {
      if (type == JsonToken.VALUE_STRING) {
        worker = in.getText();
        seen++;
        return key.equals("worker");
      }
      if (type == JsonToken.VALUE_NULL) {
        return key.equals("token") || key.equals("acquiredAt");
      }
      if (type != JsonToken.VALUE_NUMBER_INT
          || in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        return false;
      }
      long number = in.getLongValue();
      seen++;
      switch (key) {
        case "version" -> version = number;
        case "saw" -> saw = number;
        case "delta" -> delta = number;
        case "value" -> value = number;
        case "thread" -> thread = number;
        case "seq" -> seq = number;
        default -> {
          seen--;
          return optional(key, number);
        }
      }
      return true;
    }

    private boolean optional(String key, long number) {
      switch (key) {
        case "token" -> token = number;
        case "acquiredAt" -> acquiredAt = number;
        case "readAt" -> readAt = number;
        case "writtenAt" -> writtenAt = number;
        default -> {
          return false;
        }
      }
      return true;
    }

    @Nullable Write write() {
      // A key given twice counts twice, and a journal that does so is read the long way.
      if (seen != REQUIRED || thread != (int) thread) {
        return null;
      }
      return new Write(
          version,
          saw,
          delta,
          value,
          worker,
          (int) thread,
          seq,
          token,
          acquiredAt,
          readAt,
          writtenAt);
    }
  }

  private static final class Reader extends WriteIterator {

    private final Lines lines;

    Reader(Lines lines) {
      this.lines = lines;
      advance();
    }

    @Override
    @Nullable Write read() {
      String text = lines.next();
      return text == null || lines.isTorn(text) ? null : lines.parsed(text);
    }
  }
}
