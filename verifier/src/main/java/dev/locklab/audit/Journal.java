package dev.locklab.audit;

import dev.locklab.account.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * A run's writes in journal order. Iterated more than once and never held as a whole, for a run may
 * have millions.
 */
@FunctionalInterface
public interface Journal extends Iterable<Write> {

  /** No writes at all. */
  Journal EMPTY = of(List.of());

  /** These writes. */
  static Journal of(List<Write> writes) {
    return writes::iterator;
  }

  /**
   * What somebody else put into it, in words, as far as it was iterated; null if nothing was found.
   */
  default @Nullable String trouble() {
    return null;
  }

  /**
   * The writes of some versions, in their order; versions that are not there are left out. Only
   * asked of journals whose versions are 1, 2, 3 and so on, so whoever can go straight to a place
   * may do so.
   */
  default List<Write> at(NavigableSet<Long> versions) {
    List<Write> found = new ArrayList<>();
    if (!versions.isEmpty()) {
      for (Write write : this) {
        if (versions.contains(write.version())) {
          found.add(write);
        }
        if (write.version() >= versions.last()) {
          break;
        }
      }
    }
    return found;
  }
}
