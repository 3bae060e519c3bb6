package dev.locklab.strategy.shedlock;

import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Workbench;
import dev.locklab.strategy.spring.SpringConnections;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A job's lock, as one thread asks for it. */
final class ProviderLatch implements PolledLock.Latch {

  private final LockProvider provider;
  private final String job;
  private final Duration lease;
  private @Nullable SimpleLock held;

  ProviderLatch(LockProvider provider, String job, long leaseMillis) {
    this.provider = provider;
    this.job = job;
    this.lease = Duration.ofMillis(leaseMillis);
  }

  /** That of the provider for Redis by Spring Data. */
  static ProviderLatch bySpring(Workbench bench, boolean safe, long leaseMillis) {
    RedisConnectionFactory connections = SpringConnections.subject(bench);
    String prefix = bench.keys().key(Provided.PREFIX);
    // The constructor is there in all versions, the builder only where there is a choice.
    LockProvider provider =
        safe
            ? new RedisLockProvider.Builder(connections)
                .keyPrefix(prefix)
                .environment(Provided.ENVIRONMENT)
                .safeUpdate(true)
                .build()
            : new RedisLockProvider(connections, Provided.ENVIRONMENT, prefix);
    return new ProviderLatch(provider, Provided.JOB, leaseMillis);
  }

  @Override
  public boolean take() {
    held =
        provider.lock(new LockConfiguration(Instant.now(), job, lease, Duration.ZERO)).orElse(null);
    return held != null;
  }

  @Override
  public void release() {
    SimpleLock lock = Objects.requireNonNull(held);
    held = null;
    lock.unlock();
  }
}
