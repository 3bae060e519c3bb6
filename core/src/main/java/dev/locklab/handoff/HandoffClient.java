package dev.locklab.handoff;

import dev.locklab.redis.Pipeline;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the hand-off locks of one JVM on one Redis share: a connection for commands, another one for
 * the channel on which the client is told of its grants and which shows it to be alive, and a
 * thread that renews leases. However many threads wait, there are these two connections. Thread
 * safe.
 *
 * <p>On Redis Cluster a client is for the locks of one slot: connect to {@link RedisAddress#ofKey}.
 */
public final class HandoffClient implements AutoCloseable {

  private static final Duration LONGEST_LEASE = Duration.ofDays(365);

  /** The timer is not more exact than that, and so sleeps while a lock is busy. */
  private static final long LEAST_SLEEP = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long DRAINS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SWEEPS = 1024;

  private final RedisAddress address;
  private final boolean direct;
  private final String id = UUID.randomUUID().toString().substring(0, 13).replace("-", "");
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, WeakReference<Cohort>> cohorts = new ConcurrentHashMap<>();

  /** Those of which something is due some time. */
  private final Set<Cohort> active = ConcurrentHashMap.newKeySet();

  private final HandoffCounters counters = new HandoffCounters();
  private final Confirmation confirmation = new Confirmation();
  private final Pipeline commands;
  private final GrantReader reader;
  private final Thread timer = new Thread(this::run, "handoff-timer");
  private @Nullable ScheduledThreadPoolExecutor alarms;
  private volatile long wakesAt;
  private volatile boolean stirred;
  private volatile long troubledUntil = System.nanoTime();
  private volatile boolean closed;

  private HandoffClient(RedisAddress address, String clientName, boolean direct) {
    this.address = address;
    this.direct = direct;
    this.commands = new Pipeline(address, clientName, this::move);
    this.reader =
        new GrantReader(
            () -> commands.mailbox(Protocol.channel(id)),
            this::nextReader,
            message -> {
              Cohort cohort = known(message.lock());
              if (cohort != null) {
                cohort.told(message);
              }
            },
            () -> active.forEach(Cohort::lookAgain),
            work -> {
              Future<?> unused = alarm(work, 0);
            });
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
   * @throws StoreException if Redis is not to be had
   */
  public static HandoffClient connect(RedisAddress address, String clientName) {
    return new HandoffClient(address, clientName, false);
  }

  /**
   * Connects a client that hands a lock on by the server every time, also to its own threads.
   *
   * @throws StoreException if Redis is not to be had
   */
  public static HandoffClient connectDirect(RedisAddress address, String clientName) {
    return new HandoffClient(address, clientName, true);
  }

  /**
   * A lock that is renewed for as long as this client lives.
   *
   * @param name its key; on Redis Cluster with a hash tag, as in {@code {stock}:lock}
   * @throws IllegalArgumentException as {@link #lock(String, Payload, Duration)}
   */
  public HandoffLock lock(String name) {
    return lock(name, Payload.NONE, null);
  }

  /**
   * A lock. All that have one name, of one client, are one lock.
   *
   * @param cargo what travels with it, the same for all clients of the lock
   * @param lease for how long it is held at the most, from 1 ms to 365 days, the same for all
   *     clients of the lock; null to have it renewed
   * @throws IllegalArgumentException if the name ends in {@code :queue} or {@code :token}, the
   *     lease is none, or the lock is known with another payload or lease
   */
  public HandoffLock lock(String name, Payload cargo, @Nullable Duration lease) {
    if (lease != null
        && (lease.compareTo(Duration.ofMillis(1)) < 0 || lease.compareTo(LONGEST_LEASE) > 0)) {
      throw new IllegalArgumentException("a lease is from 1 ms to 365 days, not " + lease);
    }
    long millis = (lease == null ? HandoffLock.LEASE : lease).toMillis();
    Cohort fresh = new Cohort(this, name, cargo, millis, lease == null);
    Cohort cohort = intern(fresh);
    if (!cohort.isLike(fresh)) {
      throw new IllegalArgumentException(
          "the lock " + name + " is known to this client with another payload or lease");
    }
    return new HandoffLock(cohort, false);
  }

  /** The state of a lock is kept for as long as somebody can use it. */
  private Cohort intern(Cohort fresh) {
    if (requests.incrementAndGet() % SWEEPS == 0) {
      cohorts.values().removeIf(kept -> kept.get() == null);
    }
    Cohort[] found = {fresh};
    cohorts.compute(
        fresh.name(),
        (name, kept) -> {
          Cohort known = kept == null ? null : kept.get();
          found[0] = known == null ? fresh : known;
          return known == null ? new WeakReference<>(fresh) : kept;
        });
    return found[0];
  }

  private @Nullable Cohort known(String name) {
    WeakReference<Cohort> kept = cohorts.get(name);
    return kept == null ? null : kept.get();
  }

  /** What the locks of this client have done. */
  public HandoffCounters counters() {
    return counters;
  }

  boolean isDirect() {
    return direct;
  }

  Pipeline commands() {
    return commands;
  }

  GrantReader reader() {
    return reader;
  }

  Confirmation confirmation() {
    return confirmation;
  }

  String nextId() {
    return id + ":" + requests.incrementAndGet();
  }

  boolean isClosed() {
    return closed;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  private @Nullable Waiter nextReader() {
    for (Cohort cohort : active) {
      Waiter waiter = cohort.reader();
      if (waiter != null) {
        return waiter;
      }
    }
    return null;
  }

  /** A call got no reply and may yet be executed: what comes of it is read for a while. */
  void trouble() {
    troubledUntil = System.nanoTime() + HandoffLock.LEASE.toNanos();
    stir();
  }

  /** A permit alone would be used up by whatever else the timer waits for meanwhile. */
  private void stir() {
    stirred = true;
    LockSupport.unpark(timer);
  }

  private void move() {
    reader.move();
  }

  /** Of how many locks something is due some time. */
  int minded() {
    return active.size();
  }

  /** Something of that lock is due then. */
  void mind(Cohort cohort, long when) {
    active.add(cohort);
    if (when - wakesAt < 0) {
      stir();
    }
  }

  private void run() {
    while (!closed) {
      stirred = false;
      long now = System.nanoTime();
      // Whoever has something due while the others are minded wakes the timer at once again.
      wakesAt = now + Cohort.NEVER;
      long next = now + Cohort.NEVER;
      for (Cohort cohort : active) {
        next = Math.min(next, tend(cohort, now));
      }
      if (now - troubledUntil < 0) {
        drain();
        next = Math.min(next, now + DRAINS);
      }
      wakesAt = next;
      if (stirred) {
        LockSupport.parkNanos(this, LEAST_SLEEP);
      } else if (next - now >= Cohort.NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, Math.max(LEAST_SLEEP, next - System.nanoTime()));
      }
    }
  }

  private void drain() {
    try {
      reader.drain();
    } catch (RuntimeException e) {
      // The next time may be better.
    }
  }

  private long tend(Cohort cohort, long now) {
    long due;
    try {
      due = cohort.mind(now);
    } catch (RuntimeException e) {
      // The other locks must be minded all the same.
      return now + DRAINS;
    }
    if (due - now >= Cohort.NEVER) {
      active.remove(cohort);
      due = cohort.due(now);
      if (due - now < Cohort.NEVER) {
        active.add(cohort);
      }
    }
    return due;
  }

  /**
   * Runs that after some time, on a thread that never waits for the server.
   *
   * @return what it can be cancelled by, as nothing of it is kept then; null if the client is
   *     closed
   */
  synchronized @Nullable Future<?> alarm(Runnable work, long nanos) {
    if (alarms != null && alarms.isShutdown()) {
      return null;
    }
    if (alarms == null) {
      alarms =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "handoff-alarms");
                thread.setDaemon(true);
                return thread;
              });
      alarms.setRemoveOnCancelPolicy(true);
    }
    return alarms.schedule(work, nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends the client; whoever waits is told so, and what is held ends with its lease. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(timer);
    reader.close();
    commands.close();
    active.forEach(Cohort::close);
    synchronized (this) {
      if (alarms != null) {
        alarms.shutdown();
      }
    }
  }

  @Override
  public String toString() {
    return "hand-off client " + id + " at " + address;
  }
}
