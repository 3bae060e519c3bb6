package dev.locklab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.run.Histograms;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.SyncPoints;
import dev.locklab.strategy.Updater;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The wait of an update is one figure: from its first asking to its having the lock. */
class UpdateWaitTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private static final Attempt BUSY = new Attempt(Outcome.BUSY, false, MILLI, null, null);
  private static final Attempt GRANTED =
      new Attempt(Outcome.APPLIED, false, MILLI, 2 * MILLI, null);
  private static final Attempt NO_LOCK = new Attempt(Outcome.APPLIED, false, null, null, null);

  @Test
  void attemptsThatAreMadeAgainAreOneWait() throws InterruptedException {
    Tally tally = work(Workload.OnBusy.RETRY, 2, BUSY, BUSY, BUSY, GRANTED, GRANTED);

    Histogram waits = decoded(tally.waits());
    assertThat(waits.getTotalCount()).isEqualTo(2);
    // The first update's attempts took no time here, but the pauses between them did.
    assertThat(waits.getMaxValue()).isGreaterThan(MILLI + MILLI / 100);
    assertThat(tally.busyAnswers()).isEqualTo(3);
    assertThat(tally.busy().count()).isZero();
    assertThat(decoded(tally.holds()).getTotalCount()).isEqualTo(2);
  }

  @Test
  void whoGivesUpHasWaitedUntilThen() throws InterruptedException {
    Tally tally = work(Workload.OnBusy.SKIP, 2, BUSY, GRANTED);

    assertThat(decoded(tally.waits()).getTotalCount()).isEqualTo(2);
    assertThat(tally.busyAnswers()).isEqualTo(1);
    assertThat(tally.busy().count()).isEqualTo(1);
    assertThat(decoded(tally.holds()).getTotalCount()).isEqualTo(1);
  }

  @Test
  void whoAsksForNoLockNeitherWaitsNorHolds() throws InterruptedException {
    Tally tally = work(Workload.OnBusy.SKIP, 2, NO_LOCK, NO_LOCK);

    assertThat(tally.applied().count()).isEqualTo(2);
    assertThat(tally.waits()).isNull();
    assertThat(tally.holds()).isNull();
  }

  /** A clock that nobody got to measure is told as such. */
  @Test
  void aClockThatWasNotMeasuredIsAbsent() throws InterruptedException {
    assertThat(work(Workload.OnBusy.SKIP, 1, GRANTED).clock()).isNull();
  }

  private static Tally work(Workload.OnBusy onBusy, long updates, Attempt... attempts)
      throws InterruptedException {
    Deque<Attempt> left = new ArrayDeque<>(Arrays.asList(attempts));
    Updater updater = update -> left.remove();
    RunSpec spec =
        Workload.builder()
            .updates(updates)
            .onBusy(onBusy)
            .build()
            .started("run", "probe", Promise.NONE, null, List.of("w1"), List.of());
    TallyKeeper keeper = new TallyKeeper("w1", 0);
    new UpdateLoop(spec, 0, 0, SyncPoints.FREE, updater, keeper, new Progress(), () -> false).run();
    assertThat(left).isEmpty();
    return keeper.tally(null);
  }

  private static Histogram decoded(@Nullable String times) {
    assertThat(times).isNotNull();
    return Histograms.decode(times == null ? "" : times);
  }
}
