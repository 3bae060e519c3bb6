package dev.locklab.strategy.broken;

import com.google.auto.service.AutoService;
import dev.locklab.account.Micros;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import dev.locklab.run.Promise;
import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Protocol.Command;

/**
 * A lock that holds the time at which it expires, and every client judges by its own clock whether
 * that has come.
 *
 * <p>Wrong: clocks differ. To a client whose clock is ahead a lock has expired that is still held.
 * The JVMs of one machine share a clock, so this strategy sets the clock of every worker of the
 * team a lease's worth ahead of the one before it; with a lease much longer than that nothing
 * shows.
 */
@AutoService(Strategy.class)
public final class ClientClock extends PolledLock {

  @Override
  public String name() {
    return "client-clock";
  }

  @Override
  public Promise promise() {
    return Promise.NONE;
  }

  @Override
  public String summary() {
    return "the lock holds its expiry, judged by each client's own clock, and clocks differ";
  }

  @Override
  public String reference() {
    return "redis.io: SETNX, the locking pattern of before Redis 2.6.12";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account";
  }

  private static final Duration LEASE = Duration.ofMillis(10);

  @Override
  public Duration lease() {
    return LEASE;
  }

  /** The key's own expiry is for the lab's sake, and far beyond what the lock is about. */
  private static final String KEPT_SECONDS = "3600";

  @Override
  protected Latch latch(Workbench bench, Link link) {
    String lock = key(bench);
    long leaseMicros = TimeUnit.MILLISECONDS.toMicros(leaseMillis(bench));
    long ahead = ahead(bench);
    return new Latch() {

      private long expiry;

      @Override
      public boolean take() {
        long now = Micros.now() + ahead;
        expiry = now + leaseMicros;
        String mine = Long.toString(expiry);
        if (link.call(Command.SET, lock, mine, "NX", "EX", KEPT_SECONDS) != null) {
          return true;
        }
        String theirs = Replies.text(link.call(Command.GET, lock));
        // Of several that find it expired, the one that takes out what it had found wins.
        return !theirs.isEmpty()
            && Long.parseLong(theirs) < now
            && theirs.equals(
                Replies.text(link.call(Command.SET, lock, mine, "GET", "EX", KEPT_SECONDS)));
      }

      @Override
      public void release() {
        if (Micros.now() + ahead < expiry) {
          link.call(Command.DEL, lock);
        }
      }
    };
  }

  private static long ahead(Workbench bench) {
    for (int index = 0; index < bench.spec().team().size(); index++) {
      if (bench.clientName().endsWith("-" + bench.spec().team().get(index))) {
        return TimeUnit.MILLISECONDS.toMicros(index * LEASE.toMillis());
      }
    }
    return 0;
  }
}
