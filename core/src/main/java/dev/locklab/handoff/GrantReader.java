package dev.locklab.handoff;

import dev.locklab.handoff.Protocol.Message;
import dev.locklab.redis.Mailbox;
import dev.locklab.redis.StandIn;
import dev.locklab.redis.StoreException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a client's grants to those who wait for them. One of the waiting threads reads, for itself
 * and for the others, so that a grant wakes only the thread that it is for; when that one has its
 * own, another one reads on.
 */
final class GrantReader implements AutoCloseable {

  private static final long REOPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How long it may take a thread that reads to see that it was interrupted. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Supplier<Mailbox> source;
  private final Supplier<@Nullable Waiter> next;
  private final Consumer<Message> listener;
  private final Runnable onOpened;
  private final Consumer<Runnable> tellers;
  private final AtomicBoolean reading = new AtomicBoolean();
  private final StandIn standIn = new StandIn("handoff-reader", this::readForOthers);
  private volatile @Nullable Mailbox mailbox;
  private volatile boolean closed;

  /**
   * Opens the mailbox.
   *
   * @param next somebody who waits for a message; null if nobody does
   * @param listener told of every grant
   * @param onOpened called when messages may have been lost
   * @param tellers runs what depends on a future
   * @throws StoreException if it cannot be had
   */
  GrantReader(
      Supplier<Mailbox> source,
      Supplier<@Nullable Waiter> next,
      Consumer<Message> listener,
      Runnable onOpened,
      Consumer<Runnable> tellers) {
    this.source = source;
    this.next = next;
    this.listener = listener;
    this.onOpened = onOpened;
    this.tellers = tellers;
    this.mailbox = source.get();
  }

  /**
   * Waits until the waiter is done, or that time has come. Reads meanwhile, if nobody else does.
   *
   * @param mayRead whether it may: one who may get the lock otherwise than by a message may not
   * @param until {@link System#nanoTime} at which to come back
   * @throws InterruptedException if interrupted; then it may be done all the same
   */
  void await(Waiter waiter, java.util.function.BooleanSupplier mayRead, long until)
      throws InterruptedException {
    boolean canRead = !StandIn.isNeededFor(Thread.currentThread());
    try {
      while (!waiter.isDone()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (closed) {
          throw new IllegalStateException("the client is closed");
        }
        long left = until - System.nanoTime();
        if (left <= 0) {
          return;
        }
        boolean reads = mayRead.getAsBoolean();
        if (reads && !canRead) {
          standIn.rouse();
        }
        if (reads && canRead && reading.compareAndSet(false, true)) {
          readAs(waiter, Math.min(left, SLICE_NANOS));
        } else {
          if (!reads) {
            rouse();
          }
          LockSupport.parkNanos(this, left);
        }
      }
    } finally {
      rouse();
    }
  }

  private void readAs(Waiter waiter, long nanos) {
    waiter.reading = true;
    try {
      if (!waiter.isDone()) {
        readOne(nanos);
      }
    } finally {
      waiter.reading = false;
      reading.set(false);
    }
  }

  /** Sees to it that somebody reads if somebody waits for a message. */
  void rouse() {
    if (reading.get() || closed) {
      return;
    }
    Waiter waiter = next.get();
    if (waiter == null) {
      return;
    }
    Thread thread = waiter.thread;
    if (thread == null || StandIn.isNeededFor(thread)) {
      standIn.rouse();
    } else {
      waiter.wake();
    }
  }

  private void readForOthers() {
    while (!closed && next.get() != null && reading.compareAndSet(false, true)) {
      try {
        readOne(SLICE_NANOS);
      } finally {
        reading.set(false);
      }
    }
    rouse();
  }

  /** Tells a waiter that it is done. */
  void wake(Waiter waiter) {
    if (waiter.isFuture()) {
      tellers.accept(waiter::tell);
    } else if (waiter.reading && waiter.thread != Thread.currentThread()) {
      Mailbox open = mailbox;
      if (open != null) {
        open.stir();
      }
    }
    waiter.wake();
  }

  /** Reads what has come while nobody waited; returns at once if somebody reads. */
  void drain() {
    if (reading.compareAndSet(false, true)) {
      try {
        boolean more;
        do {
          more = readOne(0);
        } while (more);
      } finally {
        reading.set(false);
        rouse();
      }
    }
  }

  /** Subscribes where the lock's node is now. */
  void move() {
    Mailbox open = mailbox;
    if (open != null) {
      open.close();
    }
    rouse();
  }

  private boolean readOne(long nanos) {
    Mailbox open = mailbox;
    if (open == null) {
      reopen();
      return false;
    }
    try {
      byte[] message = open.next(nanos);
      if (message != null) {
        hear(message);
      }
      return message != null;
    } catch (StoreException e) {
      open.close();
      reopen();
      return false;
    }
  }

  /** Anybody may publish on the channel: what is no grant is passed over. */
  private void hear(byte[] content) {
    Message message;
    try {
      message = Message.parse(content);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return;
    }
    listener.accept(message);
  }

  private void reopen() {
    mailbox = null;
    if (closed) {
      return;
    }
    try {
      mailbox = source.get();
    } catch (StoreException e) {
      LockSupport.parkNanos(this, REOPEN_NANOS);
      return;
    }
    onOpened.run();
  }

  @Override
  public void close() {
    closed = true;
    standIn.close();
    Mailbox open = mailbox;
    if (open != null) {
      open.close();
    }
  }
}
