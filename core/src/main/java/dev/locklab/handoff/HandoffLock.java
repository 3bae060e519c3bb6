package dev.locklab.handoff;

import dev.locklab.handoff.Protocol.Entered;
import dev.locklab.handoff.Protocol.Grant;
import dev.locklab.handoff.Protocol.Message;
import dev.locklab.handoff.Protocol.Mode;
import dev.locklab.redis.Link;
import dev.locklab.redis.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lock over Redis that is fair (first come, first served), fenced, and handed on directly: a
 * contended release and the next acquisition are one step at the server. Not re-entrant. Thread
 * safe.
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

  /** How often those look who stand near the front of the queue, and the others. */
  private static final long NEAR_LOOKS = TimeUnit.MILLISECONDS.toNanos(15);

  private static final long FAR_LOOK = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int NEAR = 16;
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long ENDURES_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final HandoffClient client;
  private final String name;
  private final Protocol protocol;
  private final boolean renewed;
  private final Map<Thread, Hold> holders = new ConcurrentHashMap<>();
  private volatile boolean contended;

  HandoffLock(HandoffClient client, String name, Payload cargo, @Nullable Duration lease) {
    this.client = client;
    this.name = name;
    this.renewed = lease == null;
    this.protocol = new Protocol(name, cargo, (lease == null ? LEASE : lease).toMillis());
  }

  /** The key of the holder record. */
  public String name() {
    return name;
  }

  /**
   * Waits until the lock is free and everybody who came before has had it, and takes it.
   *
   * @throws InterruptedException if interrupted while waiting, within 250 ms; the lock is not held
   * @throws IllegalStateException if this thread holds the lock already: it is not re-entrant
   * @throws StoreException if Redis was not to be had for 10 s
   */
  public Hold lock() throws InterruptedException {
    Hold hold = acquire(Long.MAX_VALUE);
    if (hold == null) {
      throw new IllegalStateException("waited for ever in vain");
    }
    return hold;
  }

  /**
   * Takes the lock if nobody holds it or waits for it.
   *
   * @return null if it is taken
   * @throws IllegalStateException if this thread holds the lock already
   * @throws StoreException if the store did not answer
   */
  public @Nullable Hold tryLock() {
    requireFree();
    LockRequest attempt = client.begin(this);
    Link link = client.borrow();
    Entered entered;
    try {
      entered = protocol.enter(link, attempt.id, Mode.TRY, true);
    } catch (StoreException e) {
      attempt.trouble();
      giveUp(link, attempt);
      throw e;
    }
    Grant grant = entered.grant();
    if (grant == null) {
      client.giveBack(link);
      client.end(attempt);
      return null;
    }
    return held(link, attempt, grant);
  }

  /**
   * Waits for the lock as {@link #lock} does, but not longer than that.
   *
   * @return null if the lock did not become free in time
   * @throws InterruptedException as {@link #lock}
   */
  public @Nullable Hold tryLock(Duration wait) throws InterruptedException {
    return wait.isZero() || wait.isNegative()
        ? tryLock()
        : acquire(System.nanoTime() + wait.toNanos());
  }

  private @Nullable Hold acquire(long deadline) throws InterruptedException {
    requireFree();
    LockRequest attempt = client.begin(this);
    Link link = client.borrow();
    Grant grant = null;
    try {
      grant = await(link, attempt, deadline);
    } finally {
      if (grant == null) {
        giveUp(link, attempt);
      }
    }
    return grant == null ? null : held(link, attempt, grant);
  }

  /** Asks, waits, and asks again from time to time, as its grant may have been lost. */
  private @Nullable Grant await(Link link, LockRequest attempt, long deadline)
      throws InterruptedException {
    boolean first = true;
    long failingSince = 0;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean asksFirst = first;
      first = false;
      long now = System.nanoTime();
      long nextLook = now + NEAR_LOOKS;
      try {
        if (asksFirst && contended) {
          // Likely to be queued: the answer would only say so.
          protocol.post(link, attempt.id);
        } else {
          Entered entered = protocol.enter(link, attempt.id, Mode.ASK, asksFirst);
          failingSince = 0;
          Grant grant = entered.grant();
          if (grant != null) {
            contended = !asksFirst;
            return grant;
          }
          attempt.outdate(entered.token());
          nextLook = now + (entered.place() < NEAR ? NEAR_LOOKS : FAR_LOOK);
        }
      } catch (StoreException e) {
        attempt.trouble();
        failingSince = failingSince == 0 ? now : failingSince;
        if (now - failingSince > ENDURES_NANOS || now >= deadline) {
          throw e;
        }
        nextLook = now + RECONNECT_NANOS;
      }
      Message message = client.inbox().await(attempt, Math.min(deadline, nextLook));
      if (message != null) {
        contended = message.waited();
        return message.grant();
      }
      if (System.nanoTime() >= deadline) {
        return null;
      }
    }
  }

  private Hold held(Link link, LockRequest attempt, Grant grant) {
    Hold hold = new Hold(this, link, attempt, grant, renewed);
    holders.put(attempt.thread, hold);
    client.startMinding(hold);
    return hold;
  }

  void ended(Hold hold, Link link, LockRequest attempt) {
    forget(hold, attempt);
    client.end(attempt);
    client.giveBack(link);
  }

  void lost(Hold hold, Link link, LockRequest attempt) {
    forget(hold, attempt);
    giveUp(link, attempt);
  }

  private void forget(Hold hold, LockRequest attempt) {
    holders.remove(attempt.thread, hold);
    client.stopMinding(hold);
  }

  private void giveUp(Link link, LockRequest attempt) {
    try {
      protocol.cancel(link, attempt.id);
    } catch (StoreException e) {
      // Then its place is passed over once it comes up, or its lease ends.
      attempt.trouble();
    } finally {
      client.end(attempt);
      client.giveBack(link);
    }
  }

  /** Gives back a grant that came for an attempt which had ended. */
  void handBack(LockRequest attempt) {
    Link link = client.borrow();
    try {
      protocol.cancel(link, attempt.id);
    } catch (StoreException e) {
      // Its lease ends.
    } finally {
      client.giveBack(link);
    }
  }

  /** Whether somebody is likely to wait for this lock. */
  boolean isContended() {
    return contended;
  }

  Protocol protocol() {
    return protocol;
  }

  private void requireFree() {
    if (holders.containsKey(Thread.currentThread())) {
      throw new IllegalStateException(
          "this thread holds the lock " + name + " already, and it is not re-entrant");
    }
  }
}
