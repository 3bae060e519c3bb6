package dev.locklab.handoff;

import dev.locklab.handoff.Protocol.Mode;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.redis.StoreException.Fate;
import dev.locklab.redis.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the hand-off locks of one JVM on one Redis share: connections, the subscription that shows
 * the JVM to be alive, and the renewal of leases. Thread safe.
 */
public final class HandoffClient implements AutoCloseable {

  private static final long SUBSCRIBE_SECONDS = 5;
  private static final int RENEWALS_A_LEASE = 3;
  private static final long LOOK_MILLIS = 10;

  private final RedisAddress address;
  private final String clientName;
  private final String id = UUID.randomUUID().toString().substring(0, 13).replace("-", "");
  private final AtomicLong attempts = new AtomicLong();
  private final ConcurrentLinkedDeque<Link> idle = new ConcurrentLinkedDeque<>();
  private final Map<String, Waiter> waiting = new ConcurrentHashMap<>();
  private final Set<Hold> renewing = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> renewals;
  private final ScheduledFuture<?> looks;
  private final Link timerLink;
  private final Subscription sign;
  private volatile boolean closed;

  private HandoffClient(RedisAddress address, String clientName) {
    this.address = address;
    this.clientName = clientName;
    this.timerLink = address.link(clientName);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "handoff-timer");
              thread.setDaemon(true);
              return thread;
            });
    long period = HandoffLock.LEASE.toMillis() / RENEWALS_A_LEASE;
    this.renewals = timer.scheduleAtFixedRate(this::renew, period, period, TimeUnit.MILLISECONDS);
    this.looks =
        timer.scheduleAtFixedRate(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    this.sign =
        new Subscription(
            address,
            clientName,
            "handoff:" + id,
            message -> {},
            () -> timer.execute(this::lookAtOnce));
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
    HandoffClient client = new HandoffClient(address, clientName);
    try {
      if (client.sign.awaitSubscribed(SUBSCRIBE_SECONDS, TimeUnit.SECONDS)) {
        return client;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
    throw new StoreException(Fate.NOT_APPLIED, "no channel can be subscribed to at " + address);
  }

  /**
   * A lock that is renewed for as long as this client lives.
   *
   * @param name its key; on Redis Cluster with a hash tag, as in {@code {stock}:lock}
   */
  public HandoffLock lock(String name) {
    return lock(name, Cargo.NONE, null);
  }

  /**
   * A lock.
   *
   * @param cargo what travels with it
   * @param lease for how long it is held at the most, the same for all clients of the lock; null to
   *     have it renewed
   */
  public HandoffLock lock(String name, Cargo cargo, @Nullable Duration lease) {
    return new HandoffLock(this, name, cargo, lease);
  }

  String newId() {
    return id + ":" + attempts.incrementAndGet();
  }

  Link borrow() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
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

  /**
   * Looks after a waiter while it is blocked.
   *
   * @param deadline when it wants to be woken at the latest, as {@link System#nanoTime}
   */
  void startWaiting(String attempt, HandoffLock lock, long deadline) {
    waiting.put(attempt, new Waiter(attempt, lock, deadline));
  }

  /**
   * Leaves a waiter alone from now on.
   *
   * @return whether its client has looked for it, so that it may have been told of its grant twice
   */
  boolean stopWaiting(String attempt) {
    Waiter waiter = waiting.remove(attempt);
    return waiter != null && waiter.stop();
  }

  void startRenewing(Hold hold) {
    renewing.add(hold);
  }

  void stopRenewing(Hold hold) {
    renewing.remove(hold);
  }

  private void renew() {
    for (Hold hold : renewing) {
      try {
        hold.renew(timerLink);
      } catch (StoreException e) {
        // The next round tries again; the lease allows for it.
      }
    }
  }

  /** Asks for those waiters whose turn it is to look, and wakes those that have waited enough. */
  private void look() {
    long now = System.nanoTime();
    for (Waiter waiter : waiting.values()) {
      try {
        waiter.look(timerLink, now);
      } catch (StoreException e) {
        // The next round tries again.
      }
    }
  }

  /** While the subscription was broken, releasers may have passed over this client's waiters. */
  private void lookAtOnce() {
    waiting.values().forEach(Waiter::hurry);
    look();
  }

  /**
   * A waiter that is blocked at its inbox. It cannot look for itself: an idle server ends a
   * blocking command only at its next tick, up to 100 ms after its time.
   */
  private static final class Waiter {

    private static final long FIRST = 1;
    private static final long FIRST_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long OTHERS_LOOK = TimeUnit.MILLISECONDS.toNanos(250);

    private final String attempt;
    private final HandoffLock lock;
    private final long deadline;
    private boolean stopped;
    private boolean looked;
    private long nextLook = System.nanoTime() + FIRST_LOOKS;

    Waiter(String attempt, HandoffLock lock, long deadline) {
      this.attempt = attempt;
      this.lock = lock;
      this.deadline = deadline;
    }

    synchronized void hurry() {
      nextLook = System.nanoTime();
    }

    /** Returns only when no look is under way: one that came later would queue it for nobody. */
    synchronized boolean stop() {
      stopped = true;
      return looked;
    }

    synchronized void look(Link link, long now) {
      if (stopped) {
        return;
      }
      looked |= now >= Math.min(deadline, nextLook);
      if (now >= deadline) {
        lock.protocol().wake(link, attempt);
      } else if (now >= nextLook) {
        long place = lock.protocol().enter(link, attempt, Mode.POST, false).place();
        nextLook = now + (place <= FIRST ? FIRST_LOOKS : OTHERS_LOOK);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    renewals.cancel(false);
    looks.cancel(false);
    timer.shutdownNow();
    sign.close();
    timerLink.close();
    idle.forEach(Link::close);
  }
}
