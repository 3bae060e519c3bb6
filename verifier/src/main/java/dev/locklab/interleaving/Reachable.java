package dev.locklab.interleaving;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which sums several updates that begin together can come to where nothing keeps them apart.
 *
 * <p>Whoever writes last decides, and has read what some of the others had written, one on top of
 * the other, or nothing of theirs: so every choice of at least one update can be what is left, and
 * all others are lost.
 */
public final class Reachable {

  /** More sums than that are not worked out. */
  static final int MOST = 10_000;

  private Reachable() {}

  /** The sums of all non-empty choices among the deltas, each once; null if they are too many. */
  public static @Nullable SortedSet<Long> sums(List<Long> deltas) {
    TreeSet<Long> sums = new TreeSet<>();
    for (long delta : deltas) {
      TreeSet<Long> more = new TreeSet<>(sums);
      more.add(delta);
      sums.forEach(sum -> more.add(sum + delta));
      if (more.size() > MOST) {
        return null;
      }
      sums = more;
    }
    return sums;
  }
}
