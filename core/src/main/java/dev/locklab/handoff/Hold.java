package dev.locklab.handoff;

import dev.locklab.redis.StoreException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The lock while it is held. Belongs to the thread that got it (one that was got by {@link
 * HandoffLock#lockAsync} to nobody in particular), and ends with {@link #commit} or {@link #close}.
 *
 * <h2>Side effects</h2>
 *
 * <p>A holder may have the lock from another thread of its own client, whose write is on its way
 * and not yet acknowledged. What this holder commits is written only if that was; but what it does
 * elsewhere, a payment for instance, cannot be undone. Who must know beforehand that all writes
 * before are in the store, and that the lock is held, calls {@link #confirm} first.
 */
public final class Hold implements AutoCloseable {

  private final Cohort cohort;
  private final Tenure tenure;
  private final @Nullable Thread owner;
  private final String cargo;
  private final long token;
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean ends = new AtomicBoolean();
  private volatile boolean ended;

  /** How often its thread has it besides; its thread's alone. */
  private int nested;

  private volatile boolean lost;
  private volatile @Nullable Runnable onLoss;
  private volatile @Nullable Future<?> alarm;

  Hold(Cohort cohort, Tenure tenure, @Nullable Thread owner) {
    this.cohort = cohort;
    this.tenure = tenure;
    this.owner = owner;
    this.cargo = tenure.cargo;
    this.token = tenure.nextToken();
  }

  Tenure tenure() {
    return tenure;
  }

  @Nullable Thread owner() {
    return owner;
  }

  /**
   * The fencing token: larger than that of every earlier grant of this lock, also over a failover.
   * Whatever the lock protects elsewhere can refuse a token smaller than the largest it has seen.
   */
  public long token() {
    return token;
  }

  /** What the cargo was when the lock was had. */
  public String cargo() {
    return cargo;
  }

  /**
   * Whether the lock is lost, or may be: it was found to be gone, its lease may be over by this
   * machine's clock, or the client was closed. That it is not known to be lost is no proof; only
   * {@link #confirm} and {@link #commit} are.
   */
  public boolean isLost() {
    return lost
        || (!ended
            && (tenure.isOver(System.nanoTime())
                || tenure.broken instanceof LockLostException
                || cohort.client().isClosed()));
  }

  /**
   * Has something run once, at the latest when {@link #isLost} becomes true, unless the hold has
   * ended by then; at once if it is lost already. It runs on a thread of the client's, and should
   * not take long: {@code hold.onLoss(Thread.currentThread()::interrupt)} interrupts the holder.
   */
  public void onLoss(Runnable work) {
    onLoss = work;
    watch();
  }

  private void watch() {
    long left = tenure.validUntil() - System.nanoTime();
    if (ended) {
      return;
    }
    if (isLost()) {
      tell();
    } else {
      alarm = cohort.client().alarm(this::watch, Math.max(0, left));
      if (ended) {
        silence();
      }
    }
  }

  /** A long lease's alarm would be kept long after the hold. */
  private void silence() {
    Future<?> set = alarm;
    if (set != null) {
      set.cancel(false);
    }
  }

  private void tell() {
    Runnable work = onLoss;
    if (work != null && !ended && told.compareAndSet(false, true)) {
      work.run();
    }
  }

  /** Its thread takes the lock once more. */
  Hold again() {
    nested++;
    return this;
  }

  /** It was found to be lost. */
  void lose() {
    lost = true;
    if (onLoss != null) {
      Future<?> unused = cohort.client().alarm(this::tell, 0);
    }
  }

  /**
   * Waits until the store has acknowledged all that was committed under this grant before, and that
   * the lock is held.
   *
   * @throws LockLostException if it is not
   * @throws StoreException if something before was not acknowledged, or this was not
   */
  public void confirm() {
    requireOwner();
    cohort.confirm(this);
  }

  /**
   * Writes the cargo and hands the lock on: the write happens if, and only if, the lock is still
   * held. The hold is over however that ends.
   *
   * @param arguments for the cargo's commit
   * @return what the cargo's commit returned
   * @throws IllegalStateException if its thread has it more than once
   * @throws LockLostException if the lock was not held any more; nothing was written
   * @throws StoreException if the store did not acknowledge; its fate tells whether it may have
   *     been written
   */
  public @Nullable Object commit(List<byte[]> arguments) {
    requireOwner();
    if (nested > 0) {
      throw new IllegalStateException(
          "the lock " + cohort.name() + " is held " + (nested + 1) + " times by this thread");
    }
    List<byte[]> all = List.copyOf(arguments);
    end();
    try {
      return cohort.end(this, all);
    } catch (LockLostException e) {
      lost = true;
      throw e;
    }
  }

  /**
   * Hands the lock on. Closing again, or after a commit, does nothing.
   *
   * @throws LockLostException if the lock was found not to be held any more
   * @throws StoreException if the store did not acknowledge; the lock then ends with its lease
   */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    requireOwner();
    if (nested > 0) {
      nested--;
      return;
    }
    end();
    try {
      cohort.end(this, null);
    } catch (LockLostException e) {
      lost = true;
      throw e;
    }
  }

  /** Whoever comes second, where several threads may end it, has come too late. */
  private void end() {
    if (!ends.compareAndSet(false, true)) {
      throw new IllegalStateException("the lock " + cohort.name() + " has been released already");
    }
    ended = true;
    silence();
  }

  private void requireOwner() {
    if (ended) {
      throw new IllegalStateException("the lock " + cohort.name() + " has been released already");
    }
    Thread thread = owner;
    if (thread != null && Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "the lock " + cohort.name() + " belongs to " + thread.getName());
    }
  }
}
