package dev.locklab.handoff;

import dev.locklab.redis.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A lock over Redis that is fair (first come, first served), fenced, and handed on directly: a
 * contended release and the next acquisition are one step at the server, or none where the next in
 * line is a thread of the same client. Not re-entrant, unless {@linkplain #reentrant() asked for}.
 * Thread safe. What it promises stands in the description of this package.
 *
 * <pre>{@code
 * try (HandoffClient client = HandoffClient.connect(RedisAddress.parse("redis://localhost"))) {
 *   HandoffLock lock = client.lock("{stock}:lock");
 *   try (Hold hold = lock.lock()) {
 *     warehouse.take(item, hold.token());     // the token fences what the lock protects elsewhere
 *   }
 * }
 * }</pre>
 *
 * <p>The lock is held for a lease. Without a lease of its own it is renewed for as long as the
 * client lives, and a holder that dies costs its successors what is left of {@link #LEASE}.
 */
public final class HandoffLock {

  /** The lease of a lock that is renewed. */
  public static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration LONG = Duration.ofDays(365);
  private static final long FOREVER = Cohort.NEVER;

  private final Cohort cohort;
  private final boolean reentrant;

  HandoffLock(Cohort cohort, boolean reentrant) {
    this.cohort = cohort;
    this.reentrant = reentrant;
  }

  /**
   * The same lock for threads that may take it while they hold it: they get the same {@link Hold},
   * which is over once it has been closed as often as it was had. Only the last may {@linkplain
   * Hold#commit commit}.
   */
  public HandoffLock reentrant() {
    return new HandoffLock(cohort, true);
  }

  /**
   * The same lock as one of Java's. It has no conditions, and belongs to the thread that takes it;
   * its {@code unlock} fails as {@link Hold#close} does.
   */
  public Lock asLock() {
    return new JavaView(this);
  }

  /** The key of the holder record. */
  public String name() {
    return cohort.name();
  }

  /**
   * Waits until the lock is free and everybody who came before has had it, and takes it.
   *
   * @throws InterruptedException if interrupted while waiting, within 250 ms; the lock is not held
   * @throws IllegalStateException if this thread holds the lock already: it is not re-entrant; or
   *     the client is closed
   * @throws StoreException if the store refused, or was not to be had for 10 s
   */
  public Hold lock() throws InterruptedException {
    Hold hold = acquire(FOREVER);
    if (hold == null) {
      throw new IllegalStateException("waited for ever in vain");
    }
    return hold;
  }

  /**
   * The same, without a thread that waits: the future is completed once the lock is held, and fails
   * as {@link #lock} does. Whoever cancels it does not get the lock. What depends on the future
   * runs on a thread of the client's, and must not block it.
   */
  public CompletableFuture<Hold> lockAsync() {
    return cohort.acquireAsync();
  }

  /**
   * Takes the lock if nobody holds it or waits for it.
   *
   * @return null if it is taken
   * @throws IllegalStateException as {@link #lock}
   * @throws StoreException if the store did not answer, or refused
   */
  public @Nullable Hold tryLock() {
    Hold held = again();
    return held != null ? held : cohort.tryAcquire();
  }

  /**
   * Waits for the lock as {@link #lock} does, but not longer than that.
   *
   * @return null if the lock did not become free in time
   * @throws InterruptedException as {@link #lock}
   */
  public @Nullable Hold tryLock(Duration wait) throws InterruptedException {
    if (wait.isZero() || wait.isNegative()) {
      return tryLock();
    }
    // Later than nanoTime can say is as good as never.
    return acquire(wait.compareTo(LONG) > 0 ? FOREVER : wait.toNanos());
  }

  private @Nullable Hold acquire(long nanos) throws InterruptedException {
    Hold held = again();
    return held != null ? held : cohort.acquire(System.nanoTime() + nanos);
  }

  /** What this thread holds already; null if it does not. */
  private @Nullable Hold again() {
    Hold held = heldByMe();
    if (held != null && !reentrant) {
      throw new IllegalStateException(
          "this thread holds the lock " + name() + " already, and it is not re-entrant");
    }
    return held == null ? null : held.again();
  }

  @Nullable Hold heldByMe() {
    return cohort.heldBy(Thread.currentThread());
  }

  @Override
  public String toString() {
    return "hand-off lock " + name();
  }
}
