package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.account.Account;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RPermitExpirableSemaphore;

/**
 * The one permit of Redisson's {@code RPermitExpirableSemaphore}, as a lock.
 *
 * <p>A permit has a lease and a name; whoever gives back one that is not his any more is told so.
 * Nothing renews it. A permit that is there to be had cannot be told from one that is held by the
 * keys alone. Redisson would keep the number of permits for ever; here it goes after a day. Where
 * all JVMs are killed, the list of leases stays.
 */
@AutoService(Strategy.class)
public final class Permit extends LockStrategy {

  private static final Duration REMEMBERED = Duration.ofDays(1);

  @Override
  public String name() {
    return "redisson-semaphore";
  }

  @Override
  public Library library() {
    return RedissonClients.LIBRARY;
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public String summary() {
    return "Redisson RPermitExpirableSemaphore with one permit, which is the lock";
  }

  @Override
  public String reference() {
    return "Redisson: locks and synchronizers, PermitExpirableSemaphore";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account, uncontended";
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE, Setting.WAIT, Setting.ON_BUSY);
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    RPermitExpirableSemaphore permits =
        RedissonClients.subject(bench).getPermitExpirableSemaphore(bench.keys().key("permit"));
    // Whoever comes first makes the one permit; for all others that changes nothing.
    permits.trySetPermits(1);
    permits.expire(REMEMBERED);
    RunSpec spec = bench.spec();
    long lease = spec.heldFor().toMillis();
    return () -> {
      String permit = permit(permits, spec, lease);
      return permit == null ? null : account.enter(() -> permits.release(permit));
    };
  }

  private static @Nullable String permit(
      RPermitExpirableSemaphore permits, RunSpec spec, long lease) throws InterruptedException {
    return givesUp(spec)
        ? permits.tryAcquire(spec.workload().waitFor().toMillis(), lease, TimeUnit.MILLISECONDS)
        : permits.acquire(lease, TimeUnit.MILLISECONDS);
  }
}
