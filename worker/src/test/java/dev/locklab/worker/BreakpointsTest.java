package dev.locklab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Update;
import dev.locklab.control.Breakpoint;
import dev.locklab.control.ThreadPosition;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.SyncPoint;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads stop where they are told to, and are interrupted only on their way from there. */
@Timeout(30)
class BreakpointsTest {

  private static final String WORKER = "w1";
  private static final Breakpoint AT_START =
      new Breakpoint(WORKER, 0, SyncPoint.BEFORE_ACQUIRE, Long.MAX_VALUE);
  private static final Breakpoint AT_READ = new Breakpoint(WORKER, 0, SyncPoint.AFTER_READ);

  private final SynchronousQueue<String> news = new SynchronousQueue<>();
  private final SynchronousQueue<Boolean> waits = new SynchronousQueue<>();
  private final Breakpoints breakpoints =
      new Breakpoints(
          WORKER,
          List.of(AT_START),
          () -> RedisAddress.parse("redis://127.0.0.1:1").link("nobody is judged by round trips"),
          () -> {});

  @AfterEach
  void close() {
    breakpoints.close();
  }

  @Test
  void whoWaitsForALockIsInterruptedOnce() throws InterruptedException {
    Thread thread = waiter();
    awaitAt(SyncPoint.BEFORE_ACQUIRE, thread, Thread.State.TIMED_WAITING);

    Breakpoint once = AT_START.interrupted();
    breakpoints.set(List.of(once));
    assertThat(news.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted, as was ordered");

    breakpoints.set(List.of(once));
    waits.put(true);
    assertThat(news.poll(10, TimeUnit.SECONDS)).isEqualTo("went on");
    thread.join();
  }

  @Test
  void anInterruptThatFindsItsThreadElsewhereIsSpent() throws InterruptedException {
    Thread thread = waiter();
    awaitAt(SyncPoint.BEFORE_ACQUIRE, thread, Thread.State.TIMED_WAITING);

    breakpoints.set(List.of(AT_READ.passes(Long.MAX_VALUE).interrupted()));
    waits.put(true);
    assertThat(news.poll(10, TimeUnit.SECONDS)).isEqualTo("went on");
    thread.join();
  }

  @Test
  void aThreadThatStandsAtItsGateIsNotInterrupted() throws InterruptedException {
    breakpoints.set(List.of(AT_READ));
    Thread thread = reader();
    awaitAt(SyncPoint.AFTER_READ, thread, Thread.State.WAITING);

    breakpoints.set(List.of(AT_READ.interrupted()));
    breakpoints.set(List.of(AT_READ.passes(1)));
    assertThat(news.poll(10, TimeUnit.SECONDS)).isEqualTo("went on");
    thread.join();
  }

  @Test
  void whatCameTooLateForAnUpdateDoesNotEndTheNext() throws InterruptedException {
    breakpoints.reach(SyncPoint.BEFORE_ACQUIRE, update(0));
    breakpoints.set(List.of(AT_START.interrupted()));
    assertThat(breakpoints.hasInterrupted(update(0))).isTrue();
    breakpoints.reach(SyncPoint.AFTER_RELEASE, update(0));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    breakpoints.reach(SyncPoint.BEFORE_ACQUIRE, update(1));
    assertThat(breakpoints.hasInterrupted(update(1))).isFalse();
  }

  @Test
  void anotherWorkersOrdersAreNotForThisOne() throws InterruptedException {
    breakpoints.set(List.of(new Breakpoint("w2", 0, SyncPoint.AFTER_READ)));
    breakpoints.reach(SyncPoint.AFTER_READ, update(0));
    assertThat(breakpoints.places())
        .extracting(ThreadPosition::stage)
        .containsExactly(SyncPoint.AFTER_READ);
  }

  /** A thread that comes by its first gate and waits for what the test gives it. */
  private Thread waiter() {
    return started(
        () -> {
          breakpoints.reach(SyncPoint.BEFORE_ACQUIRE, update(0));
          if (waits.poll(1, TimeUnit.MINUTES) == null) {
            news.put("nothing came");
          }
        });
  }

  private Thread reader() {
    return started(() -> breakpoints.reach(SyncPoint.AFTER_READ, update(0)));
  }

  private Thread started(Way way) {
    Thread thread =
        new Thread(
            () -> {
              boolean done = false;
              while (!done) {
                try {
                  way.go();
                  news.put("went on");
                  done = true;
                } catch (InterruptedException e) {
                  tell(
                      breakpoints.hasInterrupted(update(0))
                          ? "interrupted, as was ordered"
                          : "interrupted by nobody");
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void tell(String what) {
    try {
      news.put(what);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted again", e);
    }
  }

  private void awaitAt(SyncPoint stage, Thread thread, Thread.State state) {
    while (thread.getState() != state
        || breakpoints.places().stream().noneMatch(place -> place.stage() == stage)) {
      Thread.onSpinWait();
    }
  }

  private static Update update(long seq) {
    return new Update(WORKER, 0, seq, 100);
  }

  private interface Way {
    void go() throws InterruptedException;
  }
}
