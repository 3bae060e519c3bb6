package dev.locklab.handoff;

import dev.locklab.handoff.Protocol.Entered;
import dev.locklab.handoff.Protocol.Grant;
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

  /** How long a waiter is blocked before it sees whether it was interrupted, and asks again. */
  private static final double BLOCKED_SECONDS = 0.25;

  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long ENDURES_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final HandoffClient client;
  private final String name;
  private final Protocol protocol;
  private final boolean renewed;
  private final Map<Thread, Hold> holders = new ConcurrentHashMap<>();
  private volatile boolean contended;

  HandoffLock(HandoffClient client, String name, Cargo cargo, @Nullable Duration lease) {
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
    Link link = client.borrow();
    String id = client.newId();
    Entered entered;
    try {
      entered = protocol.enter(link, id, Mode.TRY, true);
    } catch (StoreException e) {
      giveUp(link, id);
      throw e;
    }
    Grant grant = entered.grant();
    if (grant == null) {
      client.giveBack(link);
      return null;
    }
    return held(link, id, grant);
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
    Link link = client.borrow();
    String id = client.newId();
    Grant grant = null;
    try {
      boolean asked = contended;
      grant = asked ? enterContended(link, id, deadline) : null;
      if (grant == null) {
        grant = enter(link, id, deadline, asked);
      }
    } finally {
      boolean toldTwice = client.stopWaiting(id);
      if (grant == null) {
        giveUp(link, id);
      } else if (toldTwice) {
        protocol.clear(link, id);
      }
    }
    return grant == null ? null : held(link, id, grant);
  }

  /** Where the last acquisition had to wait, this one is likely to: it asks and waits in one go. */
  private @Nullable Grant enterContended(Link link, String id, long deadline) {
    client.startWaiting(id, this, deadline);
    try {
      Protocol.Waited waited = protocol.enterAndWait(link, id, BLOCKED_SECONDS);
      contended = waited.queued();
      return waited.grant();
    } catch (StoreException e) {
      return null;
    }
  }

  private @Nullable Grant enter(Link link, String id, long deadline, boolean asked)
      throws InterruptedException {
    long failingSince = 0;
    // Who has asked already is being looked after; a second waiter in its name must not be.
    boolean waited = asked;
    boolean first = !asked;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        boolean asksFirst = first;
        first = false;
        Entered entered = protocol.enter(link, id, Mode.ASK, asksFirst);
        failingSince = 0;
        Grant grant = entered.grant();
        if (grant == null) {
          if (System.nanoTime() >= deadline) {
            return null;
          }
          if (!waited) {
            waited = true;
            client.startWaiting(id, this, deadline);
          }
          grant = protocol.await(link, id, BLOCKED_SECONDS);
        }
        if (grant != null) {
          contended = waited;
          return grant;
        }
      } catch (StoreException e) {
        long now = System.nanoTime();
        failingSince = failingSince == 0 ? now : failingSince;
        if (now - failingSince > ENDURES_NANOS || now >= deadline) {
          throw e;
        }
        TimeUnit.NANOSECONDS.sleep(RECONNECT_NANOS);
      }
    }
  }

  private Hold held(Link link, String id, Grant grant) {
    Hold hold = new Hold(this, link, id, grant);
    holders.put(Thread.currentThread(), hold);
    if (renewed) {
      client.startRenewing(hold);
    }
    return hold;
  }

  void ended(Hold hold, Link link) {
    holders.remove(Thread.currentThread(), hold);
    client.stopRenewing(hold);
    client.giveBack(link);
  }

  private void giveUp(Link link, String id) {
    try {
      protocol.cancel(link, id);
    } catch (StoreException e) {
      // Then its place is skipped once this client is gone, or its lease ends.
    } finally {
      client.giveBack(link);
    }
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
