package dev.locklab.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.account.Outcome;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.StrategyDefect;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RehearsalTest {

  private static final Attempt APPLIED = new Attempt(Outcome.APPLIED, false, 1L, 1L, null);

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final CountDownLatch never = new CountDownLatch(1);

  private record Mine(Function<Workbench, Updater> opening) implements Strategy {
    @Override
    public String name() {
      return "mine";
    }

    @Override
    public Promise promise() {
      return Promise.NONE;
    }

    @Override
    public String summary() {
      return "does as the test says";
    }

    @Override
    public Updater open(Workbench bench) {
      return opening.apply(bench);
    }
  }

  private Rehearsal of(Function<Workbench, Updater> opening) {
    RunSpec spec =
        Workload.builder()
            .threads(2)
            .build()
            .started("r", "mine", Promise.NONE, Duration.ofSeconds(1), List.of("w1"), List.of());
    RedisAddress nowhere = RedisAddress.parse("redis://127.0.0.1:1");
    Workbench bench = new Workbench(nowhere, List.of(), spec, "test");
    return new Rehearsal(new Mine(opening), bench.rehearsal(), stopped::get);
  }

  private Attempt block() throws InterruptedException {
    never.await();
    return APPLIED;
  }

  @Test
  void countsWhatItRehearses() throws Exception {
    Rehearsal rehearsal = of(bench -> update -> APPLIED);
    rehearsal.run();

    assertThat(rehearsal.done()).isBetween(1L, 600L);
  }

  @Test
  void whatCannotBeOpenedIsNamedWithItsClass() {
    Rehearsal rehearsal =
        of(
            bench -> {
              throw new NoClassDefFoundError("io/lettuce/core/RedisClient");
            });

    assertThatExceptionOfType(StrategyDefect.class)
        .isThrownBy(rehearsal::run)
        .withMessage(
            "defect of the strategy in open: NoClassDefFoundError: io/lettuce/core/RedisClient");
  }

  @Test
  void aStoreThatRefusesIsNoDefect() {
    Rehearsal rehearsal =
        of(
            bench -> {
              throw new StoreException(
                  StoreException.Fate.NOT_APPLIED, "NOPERM no right to run the 'eval' command");
            });

    assertThatExceptionOfType(StrategyDefect.class)
        .isThrownBy(rehearsal::run)
        .withMessage("open: NOPERM no right to run the 'eval' command");
  }

  @Test
  void oneThatFailsIsHeardWhileAnotherBlocks() {
    Rehearsal rehearsal =
        of(
            bench ->
                update -> {
                  if (update.thread() == 0) {
                    return block();
                  }
                  throw new IllegalStateException("no token");
                });

    assertThatExceptionOfType(StrategyDefect.class)
        .isThrownBy(rehearsal::run)
        .withMessage("defect of the strategy in the rehearsal: IllegalStateException: no token");
  }

  @Test
  void oneThatBlocksSaysWhereAndHeedsAnInterrupt() throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    Rehearsal rehearsal =
        of(
            bench ->
                update -> {
                  inside.countDown();
                  return block();
                });
    Thread running = run(rehearsal);
    inside.await();
    stopped.set(true);
    rehearsal.interrupt();
    running.join();

    assertThat(rehearsal.where(0)).matches("dev\\.locklab\\.worker\\.RehearsalTest\\..+:\\d+");
    assertThat(rehearsal.where(1)).isEqualTo(rehearsal.where(0));
  }

  @Test
  void oneThatHeedsNoneIsLeftBehind() throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    Rehearsal rehearsal =
        of(
            bench ->
                update -> {
                  inside.countDown();
                  boolean interrupted = true;
                  while (interrupted) {
                    try {
                      never.await();
                      interrupted = false;
                    } catch (InterruptedException e) {
                      // As a lock does that cannot be told to stop.
                    }
                  }
                  return APPLIED;
                });
    Thread running = run(rehearsal);
    inside.await();
    stopped.set(true);
    rehearsal.interrupt();
    rehearsal.abandon();
    running.join();

    assertThat(rehearsal.where(0)).isNotNull();
    never.countDown();
  }

  private static Thread run(Rehearsal rehearsal) {
    Thread thread =
        new Thread(
            () -> {
              try {
                rehearsal.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }
}
