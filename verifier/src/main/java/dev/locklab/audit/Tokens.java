package dev.locklab.audit;

import dev.locklab.account.Write;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether fencing tokens did what they are for: in the order of the writes they rise with every
 * acquisition, and no two acquisitions have the same one. A token that falls is the write of a
 * holder whose successor had written already.
 *
 * <p>An acquisition is told by its thread and the moment it was granted; journals that do not say
 * the moment are judged by the thread alone.
 */
final class Tokens implements Rule {

  private final Sample disorder;
  private final Leases leases;
  private long unexcused;
  private @Nullable Write holder;
  private @Nullable Write before;

  Tokens(Samples samples, Leases leases) {
    this.leases = leases;
    this.disorder = samples.of(Anomaly.TOKEN);
  }

  @Override
  public void write(Write write, WriterThreads.Writer writer) {
    Long token = write.token();
    if (token == null) {
      return;
    }
    Write highest = holder;
    Long top = highest == null ? null : highest.token();
    if (highest == null || top == null || token > top) {
      holder = write;
    } else if (!token.equals(top) || !sameAcquisition(highest, write)) {
      before = before == null ? highest : before;
      disorder.add(write);
      unexcused += leases.isLate(write) ? 0 : 1;
    }
  }

  /** Writes out of order whose holder had not outlived its lease. */
  long unexcused() {
    return unexcused;
  }

  private static boolean sameAcquisition(Write a, Write b) {
    return a.thread() == b.thread()
        && a.worker().equals(b.worker())
        && Objects.equals(a.acquiredAt(), b.acquiredAt());
  }

  @Override
  public List<Finding> findings() {
    Write first = disorder.first();
    Write earlier = before;
    if (first == null || earlier == null) {
      return List.of();
    }
    return List.of(
        new Finding(
            Verdict.MUTEX_VIOLATED,
            "fencing tokens are out of order: version %s was written under token %s by %s, though version %s had been written under token %s by %s (%s)"
                .formatted(
                    first.version(),
                    first.token(),
                    TallyReconciliation.name(first),
                    earlier.version(),
                    earlier.token(),
                    TallyReconciliation.name(earlier),
                    Amounts.count(disorder.count(), "time"))));
  }
}
