package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for critical sections that overlapped in time, as far as clocks can tell. A section is
 * taken to last from when its lock was granted to when its write was sent, which is less than it
 * really lasted; and what lies within the uncertainty of both clocks is not claimed.
 */
final class Overlaps {

  private record Clock(long offset, long uncertainty) {}

  private final Map<String, Clock> clocks = new HashMap<>();
  private final Sample overlapping = new Sample();
  private long latestEnd = Long.MIN_VALUE;
  private String latestWriter = "";

  Overlaps(List<Tally> tallies) {
    for (Tally tally : tallies) {
      clocks.put(tally.worker(), new Clock(tally.clockOffset(), tally.clockUncertainty()));
    }
  }

  void add(Write write) {
    Clock clock = clocks.get(write.worker());
    Long acquiredAt = write.acquiredAt();
    if (clock == null || acquiredAt == null) {
      return;
    }
    String writer = write.worker() + "#" + write.thread();
    long latestStart = acquiredAt + clock.offset() + clock.uncertainty();
    if (latestStart < latestEnd && !writer.equals(latestWriter)) {
      overlapping.add(write);
    }
    long earliestEnd = write.writtenAt() + clock.offset() - clock.uncertainty();
    if (earliestEnd > latestEnd) {
      latestEnd = earliestEnd;
      latestWriter = writer;
    }
  }

  /** Writes whose section began before an earlier write of another thread was sent. */
  Sample overlapping() {
    return overlapping;
  }
}
