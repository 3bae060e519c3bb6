package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for critical sections that overlapped in time, as far as clocks can tell. A section is
 * taken to last from when its lock was granted to when its write was sent, which is less than it
 * really lasted; what lies within the uncertainty of both clocks is not claimed, and nothing at all
 * of a clock that was not measured. It supports what the versions say, and never overrules them.
 */
final class Overlaps implements Rule {

  private final Sample overlapping;
  private final Leases leases;
  private long unexcused;
  private boolean latestIsLate;
  private long latestEnd = Long.MIN_VALUE;
  private WriterThreads.@Nullable Writer latestWriter;

  Overlaps(Samples samples, Leases leases) {
    this.leases = leases;
    this.overlapping = samples.of(Anomaly.OVERLAPPING);
  }

  @Override
  public void write(Write write, WriterThreads.Writer writer) {
    Long acquiredAt = write.acquiredAt();
    ClockOffset clock = writer.clock;
    if (clock == null || acquiredAt == null) {
      return;
    }
    boolean late = leases.isLate(write);
    long latestStart = clock.latest(acquiredAt);
    if (latestStart < latestEnd && writer != latestWriter) {
      overlapping.add(write);
      unexcused += late || latestIsLate ? 0 : 1;
    }
    long earliestEnd = clock.earliest(write.writtenAt());
    if (earliestEnd > latestEnd) {
      latestEnd = earliestEnd;
      latestWriter = writer;
      latestIsLate = late;
    }
  }

  /** Overlaps in which neither of the two had outlived its lease. */
  long unexcused() {
    return unexcused;
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
