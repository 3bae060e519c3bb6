package dev.locklab.handoff;

import dev.locklab.redis.Link;
import dev.locklab.redis.StoreException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lock while it is held. Belongs to the thread that got it, and ends with {@link #commit} or
 * {@link #close}.
 */
public final class Hold implements AutoCloseable {

  private static final int RELEASE_ATTEMPTS = 3;
  private static final int RENEWALS_A_LEASE = 3;

  /** A hold that is over sooner need not confirm its grant. */
  private static final long CONFIRM_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final HandoffLock lock;
  private final Link link;
  private final LockRequest attempt;
  private final Protocol.Grant grant;
  private final boolean renewed;

  /** When the lease is next to be renewed, or a grant that is not renewed confirmed. */
  private long due = System.nanoTime() + CONFIRM_NANOS;

  private volatile boolean lost;
  private volatile boolean ended;

  Hold(HandoffLock lock, Link link, LockRequest attempt, Protocol.Grant grant, boolean renewed) {
    this.lock = lock;
    this.link = link;
    this.attempt = attempt;
    this.grant = grant;
    this.renewed = renewed;
  }

  /**
   * The fencing token: larger than that of every earlier grant of this lock, also over a failover.
   * Whatever the lock protects elsewhere can refuse a token smaller than the largest it has seen.
   */
  public long token() {
    return grant.token();
  }

  /** What the cargo loaded when the lock was granted. */
  public String cargo() {
    return grant.cargo();
  }

  /**
   * Whether a renewal has found the lock to be lost: its lease had ended, or somebody removed it.
   * That it is not known to be lost is no proof; only {@link #commit} is.
   */
  public boolean isLost() {
    return lost;
  }

  /**
   * Writes the cargo and hands the lock on, in one step: the write happens if, and only if, the
   * lock is still held.
   *
   * @param arguments for the cargo's commit
   * @return what the cargo's commit returned
   * @throws LockLostException if the lock was not held any more; nothing was written
   * @throws StoreException if the store did not acknowledge; its fate tells whether it may have
   *     been written. The lock is still to be closed
   */
  public @Nullable Object commit(List<byte[]> arguments) {
    requireOwner();
    Object result;
    try {
      result = lock.protocol().commit(link, attempt.id, token(), lock.isContended(), arguments);
    } catch (StoreException e) {
      attempt.trouble();
      throw e;
    }
    if (result == null) {
      endLost();
      throw lost();
    }
    end();
    return result;
  }

  /**
   * Hands the lock on. Closing again, or after a commit, does nothing.
   *
   * @throws LockLostException if the lock was not held any more
   * @throws StoreException if the store did not acknowledge; the lock then ends with its lease
   */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    requireOwner();
    if (release()) {
      end();
    } else {
      endLost();
      throw lost();
    }
  }

  /**
   * Only a holder's release does anything, so one that got no reply can be sent again.
   *
   * @return false if the lock was not held any more
   */
  private boolean release() {
    for (int sent = 1; ; sent++) {
      try {
        // Where an earlier one got no reply, it is what released.
        return lock.protocol().release(link, attempt.id, token(), lock.isContended()) || sent > 1;
      } catch (StoreException e) {
        attempt.trouble();
        if (sent == RELEASE_ATTEMPTS) {
          end();
          throw e;
        }
      }
    }
  }

  /** Confirms the grant and extends the lease where it is time; called by the client's timer. */
  void mind(Link timer, long now) {
    if (lost || ended || now - due < 0) {
      return;
    }
    if (lock.protocol().renew(timer, attempt.id, token(), renewed)) {
      due =
          renewed ? now + HandoffLock.LEASE.toNanos() / RENEWALS_A_LEASE : Long.MAX_VALUE / 2 + now;
    } else if (!ended) {
      lost = true;
    }
  }

  private LockLostException lost() {
    lost = true;
    return new LockLostException("the lock " + lock.name() + " was not held any more");
  }

  private void end() {
    ended = true;
    lock.ended(this, link, attempt);
  }

  /** What is lost may have been asked for anew, by a request that was answered late. */
  private void endLost() {
    ended = true;
    lock.lost(this, link, attempt);
  }

  private void requireOwner() {
    if (ended) {
      throw new IllegalStateException("the lock " + lock.name() + " has been released already");
    }
    if (Thread.currentThread() != attempt.thread) {
      throw new IllegalStateException(
          "the lock " + lock.name() + " belongs to " + attempt.thread.getName());
    }
  }
}
