package dev.locklab.strategy.redisson;

import com.google.auto.service.AutoService;
import dev.locklab.account.Account;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Promise;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.RedissonMultiLock;
import org.redisson.api.RFuture;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/**
 * Redisson's {@code RedissonMultiLock}: one {@code RLock} on each of several independent servers,
 * held where all of them are. It costs as many times the requests and outlives the loss of all
 * servers but one without two holders; while one is gone, nobody gets it.
 *
 * <p>Redisson (4.7.0) swallows an interrupt of whoever waits, so the lock is asked for
 * asynchronously, and given back if it comes when nobody wants it any more. It takes an error of a
 * server for a lock that is taken and asks for ever, so every server is asked between two attempts
 * whether it is there. And with a lease and a time to wait it takes each lock for twice that time,
 * and sets the lease when it has all of them, whether they are still held or not; so if that took
 * long, it is made sure that they are. Its {@code unlock()} stops at the first lock that was lost
 * and leaves the others, so they are released asynchronously, all at once.
 */
@AutoService(Strategy.class)
public final class Multi extends LockStrategy {

  private static final int NODES = 3;

  /** How long Redisson tries by itself before it is asked again. */
  private static final long ATTEMPT_MILLIS = 4_000;

  private static final long WATCHDOG_RENEWS = -1;

  @Override
  public String name() {
    return "multi";
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
    return "RedissonMultiLock: a lock on each of several independent servers, held where all are";
  }

  @Override
  public String reference() {
    return "Redisson: locks and synchronizers, MultiLock";
  }

  @Override
  public String roundTrips() {
    return "1 lock on each server, one after the other + 1 release on all at once + 2 account";
  }

  @Override
  public int nodes() {
    return NODES;
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
    Servers servers = bench.shared(Servers.class, Servers::new);
    Held lock =
        new Held(bench.nodes(), servers.locks(bench.keys().key(name())), bench.workload().lease());
    long patience = givesUp(bench.spec()) ? bench.workload().waitFor().toMillis() : Long.MAX_VALUE;
    return () -> lock.taken(patience) ? account.enter(lock::release) : null;
  }

  /** The locks of all servers as one thread takes them, and gives them back. */
  private static final class Held {

    private final List<RedisAddress> nodes;
    private final List<RLock> locks;
    private final RLock together;
    private final long leaseMillis;

    Held(List<RedisAddress> nodes, List<RLock> locks, @Nullable Duration lease) {
      this.nodes = nodes;
      this.locks = locks;
      this.together = new RedissonMultiLock(locks.toArray(RLock[]::new));
      this.leaseMillis = lease == null ? WATCHDOG_RENEWS : lease.toMillis();
    }

    boolean taken(long patienceMillis) throws InterruptedException {
      long asked = System.nanoTime();
      while (true) {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
        if (attempt(Math.min(patienceMillis - waited, ATTEMPT_MILLIS))) {
          return true;
        }
        requireAll();
        if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked) >= patienceMillis) {
          return false;
        }
      }
    }

    private void requireAll() {
      for (int i = 0; i < locks.size(); i++) {
        try {
          locks.get(i).isLocked();
        } catch (RuntimeException e) {
          throw new StoreException(
              StoreException.Fate.NOT_APPLIED,
              Errors.rootMessage(e) + " (" + nodes.get(i) + ")",
              e);
        }
      }
    }

    private boolean attempt(long waitMillis) throws InterruptedException {
      long thread = Thread.currentThread().getId();
      long asked = System.nanoTime();
      RFuture<Boolean> answer =
          together.tryLockAsync(waitMillis, leaseMillis, TimeUnit.MILLISECONDS, thread);
      try {
        if (!answer.get()) {
          return false;
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IllegalMonitorStateException) {
          // A lock ran out while the others were waited for: at giving up, that is as good as
          // given.
          return false;
        }
        throw new IllegalStateException(Errors.rootMessage(e), e);
      } catch (InterruptedException e) {
        CompletionStage<Void> unused =
            answer.thenCompose(
                taken ->
                    taken
                        ? together.unlockAsync(thread)
                        : CompletableFuture.<Void>completedFuture(null));
        throw e;
      }
      long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
      boolean inTime = waitMillis <= 0 || leaseMillis < 0 || tookMillis < 2 * waitMillis;
      if (inTime || together.isHeldByThread(thread)) {
        return true;
      }
      // What is left of them; that some are lost is no news.
      together.unlockAsync(thread).exceptionally(lost -> null).toCompletableFuture().join();
      return false;
    }

    void release() {
      together.unlockAsync(Thread.currentThread().getId()).toCompletableFuture().join();
    }
  }

  /** A Redisson client for each server. */
  private record Servers(List<RedissonClient> clients) implements AutoCloseable {

    Servers(Workbench bench) {
      this(new ArrayList<>());
      for (RedisAddress node : bench.nodes()) {
        clients.add(RedissonClients.open(bench, node));
      }
    }

    List<RLock> locks(String name) {
      return clients.stream().map(client -> client.getLock(name)).toList();
    }

    @Override
    public void close() {
      clients.forEach(RedissonClient::shutdown);
    }
  }
}
