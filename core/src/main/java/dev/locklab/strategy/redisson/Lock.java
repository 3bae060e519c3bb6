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
 * Redisson's {@code RLock}, blocking: whoever comes second waits.
 *
 * <p>Without a lease Redisson's watchdog renews the lock for as long as its JVM lives, and it
 * outlives a killed JVM by up to the watchdog time. With a lease nothing renews it, and a holder
 * that takes longer works on unprotected. The interruptible form of {@code lock()} is used so that
 * a run can be stopped while threads wait.
 */
@AutoService(Strategy.class)
public final class Lock extends LockStrategy {

  @Override
  public String name() {
    return "lock";
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public String summary() {
    return "Redisson RLock.lock(): whoever comes second waits until the lock is free";
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE);
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    RLock lock = bench.redisson().getLock(bench.keys().key("lock"));
    Duration lease = bench.spec().lease();
    return () -> {
      if (lease == null) {
        lock.lockInterruptibly();
      } else {
        lock.lockInterruptibly(lease.toMillis(), TimeUnit.MILLISECONDS);
      }
      return account.enter(lock::unlock);
    };
  }
}
