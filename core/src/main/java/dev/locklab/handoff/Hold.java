package dev.locklab.handoff;

import dev.locklab.redis.Link;
import dev.locklab.redis.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lock while it is held. Belongs to the thread that got it, and ends with {@link #commit} or
 * {@link #close}.
 */
public final class Hold implements AutoCloseable {

  private static final int RELEASE_ATTEMPTS = 3;

  private final HandoffLock lock;
  private final Link link;
  private final String id;
  private final Protocol.Grant grant;
  private final Thread owner = Thread.currentThread();
  private volatile boolean lost;
  private boolean ended;

  Hold(HandoffLock lock, Link link, String id, Protocol.Grant grant) {
    this.lock = lock;
    this.link = link;
    this.id = id;
    this.grant = grant;
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
    Object result = lock.protocol().commit(link, id, token(), arguments);
    end();
    if (result == null) {
      throw lost();
    }
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
    try {
      release();
    } finally {
      end();
    }
  }

  /** Only a holder's release does anything, so one that got no reply can be sent again. */
  private void release() {
    for (int attempt = 1; ; attempt++) {
      try {
        boolean released = lock.protocol().release(link, id, token());
        if (!released && attempt == 1) {
          throw lost();
        }
        return;
      } catch (StoreException e) {
        if (attempt == RELEASE_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Extends the lease; called by the client's timer. */
  void renew(Link timer) {
    if (!lost && !lock.protocol().renew(timer, id, token())) {
      lost = true;
    }
  }

  private LockLostException lost() {
    lost = true;
    return new LockLostException("the lock " + lock.name() + " was not held any more");
  }

  private void end() {
    if (!ended) {
      ended = true;
      lock.ended(this, link);
    }
  }

  private void requireOwner() {
    if (ended) {
      throw new IllegalStateException("the lock " + lock.name() + " has been released already");
    }
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("the lock " + lock.name() + " belongs to " + owner.getName());
    }
  }
}
