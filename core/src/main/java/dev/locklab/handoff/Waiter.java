package dev.locklab.handoff;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for a lock: a thread, or whoever is told by a future. */
final class Waiter {

  /** The thread; null where a future is told. */
  final @Nullable Thread thread;

  private final @Nullable CompletableFuture<Hold> future;

  /** The number of its arrival among the waiters of this client for this lock. */
  final long ticket;

  private @Nullable Hold hold;
  private @Nullable RuntimeException failure;
  private volatile boolean done;

  /** Whether its thread reads the channel just now, and is not to be woken by being unparked. */
  volatile boolean reading;

  Waiter(long ticket, @Nullable Thread thread, @Nullable CompletableFuture<Hold> future) {
    this.ticket = ticket;
    this.thread = thread;
    this.future = future;
  }

  boolean isDone() {
    return done;
  }

  /**
   * Gives it the lock, of which it is told by {@link #wake} or {@link #tell}; false if it does not
   * want it any more, as a future that was cancelled.
   */
  boolean give(Hold given) {
    if (future != null && future.isDone()) {
      return false;
    }
    hold = given;
    done = true;
    return true;
  }

  void fail(RuntimeException why) {
    failure = why;
    done = true;
  }

  /** Whether it is a future, which {@link #tell} is for. */
  boolean isFuture() {
    return future != null;
  }

  /** Wakes its thread from anything but reading. */
  void wake() {
    if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  /** Completes its future; what depends on that runs in the calling thread. */
  void tell() {
    Hold given = hold;
    RuntimeException why = failure;
    if (future == null) {
      return;
    }
    if (why != null) {
      future.completeExceptionally(why);
    } else if (given != null && !future.complete(given)) {
      // Cancelled at the last moment.
      given.close();
    }
  }

  /** What it has been given, once it is done; null if it is not. */
  @Nullable Hold result() {
    if (!done) {
      return null;
    }
    RuntimeException why = failure;
    if (why != null) {
      throw why;
    }
    return hold;
  }
}
