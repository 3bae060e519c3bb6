package dev.locklab.strategy;

import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import dev.locklab.account.CriticalSection;
import dev.locklab.account.Guard;
import dev.locklab.redis.Link;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A lock that nobody is told of: whoever finds it taken asks again, less and less often. */
public abstract class PolledLock extends LockStrategy {

  private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The lock as one thread asks for it, and gives it back. */
  public interface Latch {

    /** Takes the lock if it is free. */
    boolean take();

    /** The fencing token that it was taken with; null where there are none. */
    default @Nullable Long token() {
      return null;
    }

    /**
     * Gives it back.
     *
     * @throws RuntimeException if it was no longer held
     */
    void release();
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return List.of(keys.key(name()));
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE, Setting.WAIT, Setting.ON_BUSY);
  }

  /**
   * The lock for one thread.
   *
   * @param link a connection for nothing else
   */
  protected abstract Latch latch(Workbench bench, Link link);

  /** The key the lock is at. */
  protected final String key(Workbench bench) {
    return bench.keys().key(name());
  }

  /** The run's lease, or the strategy's own if it has none, in milliseconds. */
  protected final long leaseMillis(Workbench bench) {
    return bench.spec().heldFor().toMillis();
  }

  @Override
  protected final Entrance entrance(Workbench bench, Account account) {
    Link link = bench.subject().link(bench.clientName());
    Latch latch = latch(bench, link);
    long patience = givesUp(bench.spec()) ? bench.workload().waitFor().toNanos() : Long.MAX_VALUE;
    return new Entrance() {
      @Override
      public @Nullable CriticalSection enter() throws InterruptedException {
        return taken(latch, patience) ? account.enter(new Held(latch, latch.token())) : null;
      }

      @Override
      public void close() {
        link.close();
      }
    };
  }

  private record Held(Latch latch, @Nullable Long token) implements Guard {
    @Override
    public void release() {
      latch.release();
    }
  }

  private static boolean taken(Latch latch, long patience) throws InterruptedException {
    long asked = System.nanoTime();
    long backoff = SHORTEST_NANOS;
    while (!latch.take()) {
      long left = patience - (System.nanoTime() - asked);
      if (left <= 0) {
        return false;
      }
      // Jitter, or those who were turned away together would come back together.
      long pause = backoff / 2 + ThreadLocalRandom.current().nextLong(backoff / 2);
      Workbench.pauseNanos(Math.min(pause, left));
      backoff = Math.min(2 * backoff, LONGEST_NANOS);
    }
    return true;
  }
}
