package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.account.Account;
import dev.locklab.run.Promise;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RLock;

/**
 * Redisson's {@code RLock}, asked with {@code tryLock}: whoever comes second is told at once that
 * the lock is taken, or after having waited that long.
 *
 * <p>Leases are as in {@link Lock}.
 */
@AutoService(Strategy.class)
public final class TryLock extends LockStrategy {

  private static final long WATCHDOG_RENEWS = -1;

  @Override
  public String name() {
    return "trylock";
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public String summary() {
    return "Redisson RLock.tryLock(): whoever comes second is told it is taken, and comes back later";
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE, Setting.WAIT, Setting.ON_BUSY);
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    RLock lock = bench.redisson().getLock(bench.keys().key("lock"));
    Duration lease = bench.spec().lease();
    long wait = bench.spec().waitFor().toMillis();
    long leaseMillis = lease == null ? WATCHDOG_RENEWS : lease.toMillis();
    return () ->
        lock.tryLock(wait, leaseMillis, TimeUnit.MILLISECONDS) ? account.enter(lock::unlock) : null;
  }
}
