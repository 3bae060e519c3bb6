package dev.locklab.strategy;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is a pair of functions, as a strategy: one takes it if it is free, for a token, and
 * the other gives it back for that token.
 *
 * <pre>{@code
 * public final class MyLock extends TokenLock {
 *   @Override
 *   protected Latch latch(Workbench bench, Link link) {
 *     ColleaguesLock lock = new ColleaguesLock(bench.subject().url(), key(bench), leaseMillis(bench));
 *     return pair(lock::acquire, lock::release);
 *   }
 * }
 * }</pre>
 *
 * <p>Whoever finds it taken comes back, as for every {@link PolledLock}. A token that is a {@link
 * Long} is a fencing token: it is noted with every write, and shown to the rail of payments. The
 * account does not check it, so no more than a lease is promised.
 */
public abstract class TokenLock extends PolledLock implements AdaptedLock {

  /**
   * The lock for one thread.
   *
   * @param acquire takes the lock if it is free, and returns the token; null if it is taken
   * @param release gives it back for that token; throws if it was no longer held
   */
  protected static <T> Latch pair(Supplier<? extends @Nullable T> acquire, Consumer<T> release) {
    return new Latch() {
      private @Nullable T held;

      @Override
      public boolean take() {
        held = acquire.get();
        return held != null;
      }

      @Override
      public @Nullable Long token() {
        return held instanceof Long fence ? fence : null;
      }

      @Override
      public void release() {
        T token = Objects.requireNonNull(held);
        held = null;
        release.accept(token);
      }
    };
  }
}
