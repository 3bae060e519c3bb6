package dev.locklab.archive;

import dev.locklab.account.Write;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through the writes of a journal that only tells its end when it is read. */
abstract class WriteIterator implements Iterator<Write> {

  private @Nullable Write next;

  /** The next write of the journal; null at its end. */
  abstract @Nullable Write read();

  /** Reads the next write in advance; to be called once before the first is asked for. */
  final void advance() {
    next = read();
  }

  @Override
  public final boolean hasNext() {
    return next != null;
  }

  @Override
  public final Write next() {
    Write current = next;
    if (current == null) {
      throw new NoSuchElementException();
    }
    advance();
    return current;
  }
}
