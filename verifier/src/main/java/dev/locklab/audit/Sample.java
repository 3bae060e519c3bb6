package dev.locklab.audit;

import dev.locklab.account.Write;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How many writes there are of a kind, and the first and the last of them. */
final class Sample {

  private final Consumer<Write> watcher;
  private long count;
  private @Nullable Write first;
  private @Nullable Write last;

  /**
   * @param watcher is told of every one
   */
  Sample(Consumer<Write> watcher) {
    this.watcher = watcher;
  }

  void add(Write write) {
    count++;
    first = first == null ? write : first;
    last = write;
    watcher.accept(write);
  }

  long count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Where they are, for a sentence. */
  String where() {
    Write from = first;
    Write to = last;
    if (from == null || to == null) {
      return "nowhere";
    }
    return count == 1
        ? "version " + from.version()
        : "first version " + from.version() + ", last " + to.version();
  }

  @Nullable Write first() {
    return first;
  }
}
