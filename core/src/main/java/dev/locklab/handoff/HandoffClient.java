package dev.locklab.handoff;

import dev.locklab.redis.Link;
import dev.locklab.redis.Mailbox;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the hand-off locks of one JVM on one Redis share: connections, the channel on which it is
 * told of its grants and which shows it to be alive, and the renewal of leases. Thread safe.
 */
public final class HandoffClient implements AutoCloseable {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int IDLE_TICKS = 100;

  private final RedisAddress address;
  private final String clientName;
  private final String id = UUID.randomUUID().toString().substring(0, 13).replace("-", "");
  private final AtomicLong attempts = new AtomicLong();
  private final ConcurrentLinkedDeque<Link> idle = new ConcurrentLinkedDeque<>();
  private final Set<Hold> holds = ConcurrentHashMap.newKeySet();

  /** Ended attempts that may yet be granted the lock, and until when they are minded. */
  private final Map<LockRequest, Long> troubled = new ConcurrentHashMap<>();

  private final GrantDispatcher inbox;
  private final Link timerLink;
  private final Thread timer = new Thread(this::tick, "handoff-timer");
  private volatile boolean resting;
  private volatile boolean closed;

  private HandoffClient(RedisAddress address, String clientName) {
    this.address = address;
    this.clientName = clientName;
    this.timerLink = address.link(clientName);
    this.inbox = new GrantDispatcher(() -> Mailbox.open(address, clientName, Protocol.channel(id)));
    timer.setDaemon(true);
    timer.start();
  }

  /**
   * Connects, and returns once the server knows that this client lives.
   *
   * @throws StoreException if Redis is not to be had
   */
  public static HandoffClient connect(RedisAddress address) {
    return connect(address, "handoff");
  }

  /**
   * Connects under a name.
   *
   * @param clientName what the connections are called at the server
   */
  public static HandoffClient connect(RedisAddress address, String clientName) {
    return new HandoffClient(address, clientName);
  }

  /**
   * A lock that is renewed for as long as this client lives.
   *
   * @param name its key; on Redis Cluster with a hash tag, as in {@code {stock}:lock}
   */
  public HandoffLock lock(String name) {
    return lock(name, Payload.NONE, null);
  }

  /**
   * A lock.
   *
   * @param cargo what travels with it
   * @param lease for how long it is held at the most, the same for all clients of the lock; null to
   *     have it renewed
   */
  public HandoffLock lock(String name, Payload cargo, @Nullable Duration lease) {
    return new HandoffLock(this, name, cargo, lease);
  }

  GrantDispatcher inbox() {
    return inbox;
  }

  LockRequest begin(HandoffLock lock) {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
    LockRequest attempt = new LockRequest(id + ":" + attempts.incrementAndGet(), lock);
    inbox.add(attempt);
    return attempt;
  }

  void end(LockRequest attempt) {
    attempt.end();
    if (attempt.isTroubled()) {
      troubled.put(attempt, System.nanoTime() + HandoffLock.LEASE.toNanos());
      rouse();
    } else {
      inbox.remove(attempt);
    }
  }

  Link borrow() {
    Link link = idle.pollFirst();
    return link == null ? address.link(clientName) : link;
  }

  void giveBack(Link link) {
    if (closed) {
      link.close();
    } else {
      idle.offerFirst(link);
    }
  }

  void startMinding(Hold hold) {
    holds.add(hold);
    rouse();
  }

  void stopMinding(Hold hold) {
    holds.remove(hold);
  }

  private void rouse() {
    if (resting) {
      LockSupport.unpark(timer);
    }
  }

  /** Minds holds and troubled attempts; rests while there are none for a while. */
  private void tick() {
    int quiet = 0;
    while (!closed) {
      quiet = isIdle() ? quiet + 1 : 0;
      if (quiet > IDLE_TICKS) {
        resting = true;
        if (isIdle() && !closed) {
          LockSupport.park(this);
        }
        resting = false;
        quiet = 0;
      } else {
        LockSupport.parkNanos(this, TICK_NANOS);
      }
      long now = System.nanoTime();
      mindHolds(now);
      mindTroubled(now);
    }
  }

  private boolean isIdle() {
    return holds.isEmpty() && troubled.isEmpty();
  }

  private void mindHolds(long now) {
    for (Hold hold : holds) {
      try {
        hold.mind(timerLink, now);
      } catch (StoreException e) {
        // The next tick tries again; the lease allows for it.
      }
    }
  }

  private void mindTroubled(long now) {
    if (!troubled.isEmpty()) {
      inbox.drain();
      troubled.forEach(
          (attempt, until) -> {
            if (now - until > 0) {
              troubled.remove(attempt);
              inbox.remove(attempt);
            }
          });
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(timer);
    inbox.close();
    timerLink.close();
    idle.forEach(Link::close);
  }
}
