package dev.locklab.strategy.redisson;

import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/**
 * One of Redisson's locks, waited for until it is free, or as long as the run says.
 *
 * <p>Without a lease Redisson's watchdog renews the lock for as long as its JVM lives, and it
 * outlives a killed JVM by up to the watchdog time. With a lease nothing renews it, and a holder
 * that takes longer works on unprotected. The interruptible forms are used so that a run can be
 * stopped while threads wait.
 */
abstract class WaitedFor extends LockStrategy {

  private static final long WATCHDOG_RENEWS = -1;

  /** Redisson's lock of that name. */
  abstract RLock lock(RedissonClient redisson, String name);

  @Override
  public Library library() {
    return RedissonClients.LIBRARY;
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account, uncontended";
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return List.of(keys.key("lock"));
  }

  @Override
  public boolean renews() {
    return true;
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE, Setting.WAIT, Setting.ON_BUSY);
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    RLock lock = lock(RedissonClients.subject(bench), bench.keys().key("lock"));
    return () ->
        taken(lock, bench.spec(), mayGiveUp(bench.spec())) ? account.enter(lock::unlock) : null;
  }

  /** Whether to be told that the lock is taken is wanted. */
  boolean mayGiveUp(RunSpec spec) {
    return givesUp(spec);
  }

  static boolean taken(RLock lock, RunSpec spec, boolean givesUp) throws InterruptedException {
    Duration lease = spec.workload().lease();
    long leaseMillis = lease == null ? WATCHDOG_RENEWS : lease.toMillis();
    if (givesUp) {
      return lock.tryLock(spec.workload().waitFor().toMillis(), leaseMillis, TimeUnit.MILLISECONDS);
    }
    lock.lockInterruptibly(leaseMillis, TimeUnit.MILLISECONDS);
    return true;
  }
}
