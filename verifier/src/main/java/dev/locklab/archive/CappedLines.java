package dev.locklab.archive;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text from outside. None is longer than a line of evidence can be, so that a line
 * without end costs no more than one that has one.
 */
final class CappedLines implements AutoCloseable {

  /** More than any entry comes to, also with keys of somebody else's in it. */
  static final int LONGEST = 1 << 20;

  private static final int BUFFER = 1 << 16;

  private final Reader in;
  private final char[] buffer = new char[BUFFER];
  private int place;
  private int end;

  CappedLines(Reader in) {
    this.in = in;
  }

  /**
   * The next line, without its end.
   *
   * @return null if there is none
   * @throws IOException also if the line is too long
   */
  @Nullable String next() throws IOException {
    StringBuilder begun = null;
    while (true) {
      if (place == end && !fill()) {
        return begun == null ? null : begun.toString();
      }
      int from = place;
      while (place < end && buffer[place] != '\n') {
        place++;
      }
      int length = place - from;
      if (place < end) {
        place++;
        return begun == null
            ? new String(buffer, from, length)
            : begun.append(buffer, from, length).toString();
      }
      begun = begun == null ? new StringBuilder(2 * BUFFER) : begun;
      begun.append(buffer, from, length);
      if (begun.length() > LONGEST) {
        throw new IOException("the line is longer than 1,048,576 characters");
      }
    }
  }

  private boolean fill() throws IOException {
    place = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
