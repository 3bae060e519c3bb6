package dev.locklab.audit;

import dev.locklab.account.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for critical sections that overlapped in time, as far as clocks can tell. A section is
 * taken to last from when its lock was granted to when its write was sent, which is less than it
 * really lasted; and what lies within the uncertainty of both clocks is not claimed. It supports
 * what the versions say, and never overrules them.
 */
final class Overlaps implements Rule {

  private final Sample overlapping;
  private long latestEnd = Long.MIN_VALUE;
  private Hands.@Nullable Hand latestWriter;

  Overlaps(Samples samples) {
    this.overlapping = samples.of(Kind.OVERLAPPING);
  }

  @Override
  public void write(Write write, Hands.Hand hand) {
    Long acquiredAt = write.acquiredAt();
    if (hand.tally == null || acquiredAt == null) {
      return;
    }
    long latestStart = acquiredAt + hand.offset + hand.uncertainty;
    if (latestStart < latestEnd && hand != latestWriter) {
      overlapping.add(write);
    }
    long earliestEnd = write.writtenAt() + hand.offset - hand.uncertainty;
    if (earliestEnd > latestEnd) {
      latestEnd = earliestEnd;
      latestWriter = hand;
    }
  }

  /**
   * What was found.
   *
   * @param lost whether updates were lost, which says more than an overlap
   */
  List<Finding> findings(boolean lost) {
    if (overlapping.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Finding(
            Verdict.MUTEX_VIOLATED,
            "%s began before an earlier one had sent its write (%s)%s"
                .formatted(
                    Amounts.count(overlapping.count(), "critical section"),
                    overlapping.where(),
                    lost ? "" : ", yet no update was lost")));
  }
}
