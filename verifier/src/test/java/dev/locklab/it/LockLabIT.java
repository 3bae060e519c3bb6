package dev.locklab.it;

import static dev.locklab.junit.LockRunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locklab.audit.Grade;
import dev.locklab.junit.LockContract;
import dev.locklab.junit.LockLab;
import dev.locklab.junit.LockRun;
import dev.locklab.options.Versions;
import dev.locklab.redis.Link;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.TokenLock;
import dev.locklab.strategy.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

/** A lock of somebody's tests; a good one keeps the contract, whose tests this class has too. */
class LockLabIT implements LockContract {

  private static final String OLD = "3.25.0";

  @TempDir private static Path kept;

  @RegisterExtension static final LockLab LAB = LockLab.embedded().workers(2);

  @SuppressWarnings("NullAway.Init")
  LockLabIT() {}

  /** SET NX PX, with a token of each holder's. */
  public static class Sound extends TokenLock {
    @Override
    protected Latch latch(Workbench bench, Link link) {
      String key = key(bench);
      String lease = Long.toString(leaseMillis(bench));
      String mine = bench.clientName() + Thread.currentThread().getName();
      return pair(
          () -> link.call(Command.SET, key, mine, "NX", "PX", lease) == null ? null : mine,
          token -> {
            String script =
                "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1])";
            link.call(Command.EVAL, script, "1", key, token);
          });
    }
  }

  /** Nobody ever gets it. */
  public static final class NeverGrants extends Sound {
    @Override
    protected Latch latch(Workbench bench, Link link) {
      return pair(() -> null, token -> {});
    }
  }

  /** Whoever asks gets an exception. */
  public static final class Throws extends Sound {
    @Override
    protected Latch latch(Workbench bench, Link link) {
      return pair(
          () -> {
            throw new IllegalStateException("no licence");
          },
          token -> {});
    }
  }

  /** Whoever asks does not come back. */
  public static final class Hangs extends Sound {
    @Override
    protected Latch latch(Workbench bench, Link link) {
      return pair(
          () -> {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return "";
          },
          token -> {});
    }
  }

  /** Works with one version of Redisson only, and says with which it does not. */
  public static final class WantsOldRedisson extends Sound {
    @Override
    protected Latch latch(Workbench bench, Link link) {
      String loaded = Versions.loaded("redisson", "org.redisson.api.RedissonClient", "none");
      if (!OLD.equals(loaded)) {
        throw new IllegalStateException("it is redisson " + loaded);
      }
      return super.latch(bench, link);
    }
  }

  static final class Hidden extends Sound2 {}

  /** No constructor for everybody. */
  public static class Sound2 extends Sound {
    Sound2() {}
  }

  @Override
  public Class<? extends Strategy> strategy() {
    return Sound.class;
  }

  @Override
  public Stream<String> scenarios() {
    return Stream.of("key-evicted", "restart-empty");
  }

  @Test
  void itsStoryAndItsPageAreInTheMessageOfAFailure() {
    LockRun run = LAB.run("race").with(settings -> settings.think(Duration.ofMillis(5)));

    assertThat(run).isGraded(Grade.INTERESTING).keptItsPromise();
    assertThatThrownBy(() -> assertThat(run).lostNothing())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("race should have lost nothing: INTERESTING, updates were lost")
        .hasMessageContaining("How the first update was lost")
        .hasMessageContaining("Kept in " + run.folder());
    assertThat(run.folder().resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aLockThatNeverGrantsFailsAndSaysWhoWaits() {
    assertThatThrownBy(() -> assertThat(brief(NeverGrants.class)).keptItsPromise())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("never-grants did not keep its promise: UNKNOWN");
  }

  @Test
  void aLockThatThrowsFailsWithWhatItSaid() {
    assertThatThrownBy(() -> assertThat(brief(Throws.class)).keptItsPromise())
        .hasMessageContaining("no licence");
  }

  @Test
  void aLockThatHangsFailsAndSaysWhere() {
    assertThatThrownBy(() -> assertThat(brief(Hangs.class)).keptItsPromise())
        .hasMessageContaining("hangs");
  }

  @Test
  void aStrategyRunsInTheVersionThatIsNamedWithIt() {
    assertThat(LAB.run("lock@" + OLD)).lostNothing().keptItsPromise();
    assertThatThrownBy(() -> LAB.run("lock@99.0.1").result())
        .hasMessageContaining(
            "lock@99.0.1 needs org.redisson:redisson:99.0.1, which cannot be had");
    assertThatThrownBy(() -> LAB.run("lock@3.0.0").result())
        .hasMessageContaining("lock@3.0.0 is too old for this strategy");
  }

  @Test
  void aLockOfTheTestsRunsWithAnotherVersionOfItsLibrary() {
    try (LockLab lab =
        LockLab.embedded().workers(2).keepingIn(kept).with("org.redisson:redisson:" + OLD)) {
      assertThat(lab.run(WantsOldRedisson.class)).lostNothing().keptItsPromise();
    }
    assertThatThrownBy(() -> assertThat(brief(WantsOldRedisson.class)).keptItsPromise())
        .hasMessageContaining("it is redisson ");
    assertThatThrownBy(() -> LockLab.embedded().with("redisson"))
        .hasMessageContaining("group:artifact:version, not 'redisson'");
  }

  private static LockRun brief(Class<? extends Strategy> strategy) {
    return LAB.run(strategy).with(settings -> settings.patience(Duration.ofSeconds(2)));
  }

  @Test
  void whatWorkersCannotMakeIsToldAtOnce() {
    assertThatThrownBy(() -> LAB.run(Hidden.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a public class");
    assertThatThrownBy(() -> LAB.run(Sound2.class))
        .hasMessageContaining("public constructor without parameters");
    assertThatThrownBy(() -> LAB.run(Sound.class).under("no-such-fault"))
        .hasMessageContaining("there is no scenario 'no-such-fault'");
    assertThatThrownBy(() -> LAB.run("trylock").under("waiter-killed"))
        .hasMessageContaining("waiter-killed is no fault to trylock");
  }

  @Test
  void runsAreKeptWhereTheUserWishes() {
    try (LockLab lab = LockLab.embedded().workers(1).keepingIn(kept.resolve("here"))) {
      LockRun run = lab.run(Sound.class).with(settings -> settings.updates(5L));
      assertThat(run.folder().startsWith(kept.resolve("here"))).isTrue();
      assertThat(Files.isRegularFile(run.folder().resolve("journal.ndjson"))).isTrue();
    }
  }
}
