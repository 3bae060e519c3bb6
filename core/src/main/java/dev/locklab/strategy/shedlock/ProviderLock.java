package dev.locklab.strategy.shedlock;

import dev.locklab.account.AccountKeys;
import dev.locklab.redis.Link;
import dev.locklab.strategy.AdaptedLock;
import dev.locklab.strategy.PolledLock;
import dev.locklab.strategy.Workbench;
import java.util.List;
import net.javacrumbs.shedlock.core.LockProvider;

/**
 * Anything that is a ShedLock {@link LockProvider}, as a strategy:
 *
 * <pre>{@code
 * public final class MyProvider extends ProviderLock {
 *   @Override
 *   protected LockProvider provider(Workbench bench) {
 *     return new JedisLockProvider(new JedisPool(URI.create(bench.subject().url())), "test");
 *   }
 * }
 * }</pre>
 *
 * <p>A grant lasts at most for the lease, is not renewed, and may be short (no {@code
 * lockAtLeastFor}). Whoever finds it taken comes back, as for every {@link PolledLock}. One whose
 * keys are known overrides {@link #lockKeys}, so that scenarios can delete and watch them. ShedLock
 * must be on the class path.
 */
public abstract class ProviderLock extends PolledLock implements AdaptedLock {

  /** The provider, for one thread; {@link Workbench#shared} makes one for all of a JVM. */
  protected abstract LockProvider provider(Workbench bench);

  /** What the lock is called, as its provider sees it. */
  protected String job(Workbench bench) {
    return key(bench);
  }

  @Override
  public List<String> lockKeys(AccountKeys keys) {
    return List.of();
  }

  @Override
  protected final Latch latch(Workbench bench, Link link) {
    return new ProviderLatch(provider(bench), job(bench), leaseMillis(bench));
  }
}
