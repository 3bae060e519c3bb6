package dev.locklab.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locklab.exit.UsageException;
import dev.locklab.redis.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class AdaptedLockTest {

  /** A lock of Java's. */
  public static class ColleaguesLock2 extends JavaLock {
    @Override
    protected Lock lock(Workbench bench, Duration lease) {
      return new ReentrantLock();
    }
  }

  /** Another of the same name. */
  public static final class Other {
    /** The same name. */
    public static final class ColleaguesLock2 extends AdaptedLockTest.ColleaguesLock2 {}
  }

  /** A pair of functions. */
  static final class HTTPLock extends TokenLock {
    @Override
    protected Latch latch(Workbench bench, Link link) {
      return pair(() -> 7L, token -> {});
    }
  }

  @Test
  void itIsCalledAfterItsClass() {
    assertThat(new ColleaguesLock2().name()).isEqualTo("colleagues-lock2");
    assertThat(new HTTPLock().name()).isEqualTo("httplock");
  }

  @Test
  void whatIsAddedIsFoundAndNotListedAndAnotherOfItsNameIsRefused() {
    Strategies.add(new ColleaguesLock2());
    Strategies.add(new ColleaguesLock2());

    assertThat(Strategies.named("colleagues-lock2")).isInstanceOf(ColleaguesLock2.class);
    assertThat(Strategies.all()).extracting(Strategy::name).doesNotContain("colleagues-lock2");
    assertThatThrownBy(() -> Strategies.add(new Other.ColleaguesLock2()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("two strategies are called 'colleagues-lock2'");
  }

  @Test
  void aPairGivesBackForTheTokenThatItGot() {
    List<Object> released = new ArrayList<>();
    List<Object> tokens = new ArrayList<>(List.of("a", 8L));
    PolledLock.Latch latch =
        TokenLock.pair(() -> tokens.isEmpty() ? null : tokens.remove(0), released::add);

    assertThat(latch.take()).isTrue();
    assertThat(latch.token()).isNull();
    latch.release();
    assertThat(latch.take()).isTrue();
    assertThat(latch.token()).isEqualTo(8L);
    latch.release();
    assertThat(latch.take()).isFalse();
    assertThat(released).containsExactly("a", 8L);
  }
}
