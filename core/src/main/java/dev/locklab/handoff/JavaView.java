package dev.locklab.handoff;

import dev.locklab.redis.StoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A hand-off lock as a lock of Java's. */
final class JavaView implements Lock {

  private final HandoffLock lock;

  JavaView(HandoffLock lock) {
    this.lock = lock;
  }

  @Override
  public void lock() {
    boolean interrupted = false;
    while (true) {
      try {
        keep(lock.lock());
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    keep(lock.lock());
  }

  @Override
  public boolean tryLock() {
    return keep(lock.tryLock());
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return keep(lock.tryLock(Duration.ofNanos(unit.toNanos(time))));
  }

  /**
   * Hands the lock on.
   *
   * @throws IllegalMonitorStateException if this thread does not hold it
   * @throws LockLostException if it was not held any more
   * @throws StoreException if the store did not acknowledge
   */
  @Override
  public void unlock() {
    Hold hold = lock.heldByMe();
    if (hold == null) {
      throw new IllegalMonitorStateException(
          "this thread does not hold the lock " + lock.name() + ", or not any more");
    }
    hold.close();
  }

  /** The cohort knows who holds it. */
  private static boolean keep(@Nullable Hold hold) {
    return hold != null;
  }

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException(
        "a lock that several JVMs share has no conditions; wait for a change of what it protects");
  }

  @Override
  public String toString() {
    return lock.toString();
  }
}
