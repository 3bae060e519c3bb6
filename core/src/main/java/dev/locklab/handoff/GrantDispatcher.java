package dev.locklab.handoff;

import dev.locklab.handoff.Protocol.Message;
import dev.locklab.redis.Mailbox;
import dev.locklab.redis.StoreException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a client's grants to the attempts that they are for. One of the waiting threads reads, for
 * itself and for the others, so that a grant wakes only the thread that it is for; when that one
 * has its own, another one reads on.
 */
final class GrantDispatcher implements AutoCloseable {

  private static final long REOPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Supplier<Mailbox> source;
  private final Map<String, LockRequest> attempts = new ConcurrentHashMap<>();
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable Mailbox mailbox;
  private final AtomicInteger openings = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Opens the mailbox.
   *
   * @throws StoreException if it cannot be had
   */
  GrantDispatcher(Supplier<Mailbox> source) {
    this.source = source;
    this.mailbox = source.get();
  }

  void add(LockRequest attempt) {
    attempt.opening = openings.get();
    attempts.put(attempt.id, attempt);
  }

  void remove(LockRequest attempt) {
    attempts.remove(attempt.id);
  }

  /**
   * Waits until the attempt is granted.
   *
   * @param until {@link System#nanoTime} at which to come back
   * @return null if it was not granted by then, or if messages may have been lost meanwhile
   */
  @Nullable Message await(LockRequest attempt, long until) throws InterruptedException {
    attempt.setWaiting(true);
    try {
      while (true) {
        Message told = attempt.told();
        if (told != null) {
          return told;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (closed) {
          throw new IllegalStateException("the client is closed");
        }
        int now = openings.get();
        if (now != attempt.opening) {
          attempt.opening = now;
          return null;
        }
        long left = until - System.nanoTime();
        if (left <= 0) {
          return null;
        }
        if (reading.compareAndSet(false, true)) {
          try {
            readOne(left);
          } finally {
            reading.set(false);
          }
        } else {
          LockSupport.parkNanos(this, left);
        }
      }
    } finally {
      attempt.setWaiting(false);
      wakeAnother(attempt);
    }
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
        wakeAnother(null);
      }
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
    deliver(message);
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
    // Releasers may have passed over this client's attempts: all must look.
    openings.incrementAndGet();
    attempts.values().stream().filter(LockRequest::isWaiting).forEach(GrantDispatcher::wake);
  }

  private void deliver(Message message) {
    LockRequest attempt = attempts.get(message.id());
    if (attempt == null) {
      // It has had its grant another way, and has ended.
    } else if (attempt.hasEnded()) {
      attempt.lock.handBack(attempt);
    } else {
      attempt.tell(message);
      if (attempt.isWaiting()) {
        wake(attempt);
      }
    }
  }

  private void wakeAnother(@Nullable LockRequest than) {
    if (attempts.size() > 1 || than == null) {
      for (LockRequest attempt : attempts.values()) {
        if (attempt != than && attempt.isWaiting() && attempt.told() == null) {
          wake(attempt);
          return;
        }
      }
    }
  }

  private static void wake(LockRequest attempt) {
    if (attempt.thread != Thread.currentThread()) {
      LockSupport.unpark(attempt.thread);
    }
  }

  @Override
  public void close() {
    closed = true;
    Mailbox open = mailbox;
    if (open != null) {
      open.close();
    }
  }
}
