package dev.locklab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.StrategyDefect;
import dev.locklab.strategy.SyncPoints;
import dev.locklab.strategy.Updater;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What becomes of a thread's updates when its strategy does this or that. */
class UpdateLoopTest {

  private static final Attempt APPLIED = attempt(Outcome.APPLIED);
  private static final Attempt BUSY = attempt(Outcome.BUSY);

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Progress progress = new Progress();
  private final TallyKeeper keeper = new TallyKeeper("w1", 0);

  private static Attempt attempt(Outcome outcome) {
    return new Attempt(outcome, false, 1L, 1L, null);
  }

  private Tally work(long updates, Workload.OnBusy onBusy, Updater updater) {
    RunSpec spec =
        Workload.builder()
            .updates(updates)
            .onBusy(onBusy)
            .build()
            .started("r", "mine", Promise.NONE, Duration.ofSeconds(1), List.of("w1"), List.of());
    new UpdateLoop(spec, 0, 0, SyncPoints.FREE, updater, keeper, progress, stopped::get).run();
    return keeper.tally(new ClockOffset(0, 0));
  }

  private Tally work(long updates, Updater updater) {
    return work(updates, Workload.OnBusy.SKIP, updater);
  }

  private static Updater at(long which, Deed deed) {
    return update -> update.seq() == which ? deed.done(update) : APPLIED;
  }

  private interface Deed {
    Attempt done(Update update) throws InterruptedException;
  }

  @Test
  void appliesEachUpdateOnceAndInOrder() {
    List<Long> seqs = new ArrayList<>();
    Tally tally =
        work(
            4,
            update -> {
              seqs.add(update.seq());
              return APPLIED;
            });

    assertThat(seqs).containsExactly(0L, 1L, 2L, 3L);
    assertThat(tally.applied().seqs()).hasToString("0-3");
    assertThat(tally.gaveUp()).isNull();
    assertThat(progress.applied()).isEqualTo(4);
  }

  @Test
  void comesBackToABusyUpdateOnlyIfToldTo() {
    Deque<Attempt> answers = new ArrayDeque<>(List.of(BUSY, APPLIED, BUSY, BUSY, APPLIED));
    Tally retried = work(2, Workload.OnBusy.RETRY, update -> answers.remove());

    assertThat(retried.applied().seqs()).hasToString("0-1");
    assertThat(retried.busy().count()).isZero();
    assertThat(retried.busyAnswers()).isEqualTo(3);
  }

  @Test
  void skipsABusyUpdateOtherwise() {
    Tally tally = work(3, at(1, update -> BUSY));

    assertThat(tally.applied().seqs()).hasToString("0,2");
    assertThat(tally.busy().seqs()).hasToString("1");
  }

  @Test
  void anErrorLeavesTheUpdateUnknownAndIsNamed() {
    Tally tally =
        work(
            9,
            at(
                3,
                update -> {
                  throw new NoSuchMethodError("redis.clients.jedis.Jedis.set");
                }));

    assertThat(tally.applied().seqs()).hasToString("0-2");
    assertThat(tally.unknown().seqs()).hasToString("3");
    assertThat(tally.gaveUp())
        .isEqualTo(
            "defect of the strategy in update: NoSuchMethodError: redis.clients.jedis.Jedis.set");
  }

  @Test
  void aDefectNamesItsStageAndWhatIsKnownOfTheUpdateStays() {
    Tally tally =
        work(
            9,
            at(
                2,
                update -> {
                  throw new StrategyDefect("release", new AssertionError("held by x"), APPLIED);
                }));

    assertThat(tally.applied().seqs()).hasToString("0-2");
    assertThat(tally.unknown().count()).isZero();
    assertThat(tally.gaveUp())
        .isEqualTo("defect of the strategy in release: AssertionError: held by x");
    assertThat(progress.applied()).isEqualTo(3);
  }

  @Test
  void anInterruptThatTheStrategyLeavesIsTheStrategys() {
    Tally tally =
        work(
            4,
            at(
                1,
                update -> {
                  Thread.currentThread().interrupt();
                  return APPLIED;
                }));

    assertThat(tally.applied().seqs()).hasToString("0-3");
    assertThat(tally.gaveUp()).isNull();
    assertThat(tally.troubles())
        .containsOnlyKeys(
            "the strategy left its thread interrupted, though nobody had told it to stop");
  }

  @Test
  void soIsAnInterruptThatItThrows() {
    Tally tally =
        work(
            4,
            at(
                1,
                update -> {
                  throw new InterruptedException();
                }));

    assertThat(tally.applied().seqs()).hasToString("0,2-3");
    assertThat(tally.failed().seqs()).hasToString("1");
    assertThat(tally.troubles().keySet()).singleElement().asString().contains("the strategy left");
  }

  @Test
  void whoIsInterruptedBecauseTheRunEndsWasToldToStop() {
    Tally tally =
        work(
            4,
            at(
                2,
                update -> {
                  stopped.set(true);
                  throw new InterruptedException(Attempt.AT_THE_LOCK);
                }));

    assertThat(tally.applied().seqs()).hasToString("0-1");
    assertThat(tally.failed().seqs()).hasToString("2");
    assertThat(tally.gaveUp()).isEqualTo("told to stop");
    assertThat(tally.stuckAt()).isEqualTo("waiting for the lock");
    assertThat(tally.troubles()).containsOnlyKeys("told to stop before it was applied");
  }

  @Test
  void whoNeverComesBackIsAbandonedWithItsUpdateUnknown() {
    Tally tally =
        work(
            4,
            at(
                2,
                update -> {
                  keeper.abandon("in mine.Mine.enter:7");
                  return APPLIED;
                }));

    assertThat(tally.applied().seqs()).hasToString("0-1");
    assertThat(tally.unknown().seqs()).hasToString("2");
    assertThat(tally.stuckAt()).isEqualTo("in mine.Mine.enter:7, and heeded no interrupt");
    assertThat(tally.gaveUp()).isEqualTo("told to stop");
  }
}
