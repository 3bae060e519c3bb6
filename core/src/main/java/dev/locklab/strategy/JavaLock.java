package dev.locklab.strategy;

import dev.locklab.account.Account;
import dev.locklab.account.AccountKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * Anything that is a {@link Lock}, as a strategy:
 *
 * <pre>{@code
 * public final class MyLock extends JavaLock {
 *   @Override
 *   protected Lock lock(Workbench bench, Duration lease) {
 *     return new ColleaguesLock(bench.subject().url(), bench.keys().key("mine"), lease);
 *   }
 * }
 * }</pre>
 *
 * <p>It is waited for with {@link Lock#lockInterruptibly()}, and where the run lets who finds it
 * taken give up, asked for with {@link Lock#tryLock()}, or with its timed form where the run gives
 * a time to wait. A lock whose lease cannot be set overrides {@link #lease()} and {@link
 * #honours()}; one whose keys show that it is held overrides {@link #lockKeys}, so that scenarios
 * can delete and watch them.
 */
public abstract class JavaLock extends LockStrategy implements AdaptedLock {

  /**
   * The lock, as all threads of this JVM use it. Called once for each JVM and account.
   *
   * @param bench where the server is, and by which keys the run wants it used; what the lock must
   *     have closed after the run is handed to {@link Workbench#closing}
   * @param lease for how long a grant is to hold where nobody renews it
   */
  protected abstract Lock lock(Workbench bench, Duration lease);

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.LEASE, Setting.WAIT, Setting.ON_BUSY);
  }

  @Override
  protected final Entrance entrance(Workbench bench, Account account) {
    Lock lock = bench.shared(Locks.class, shared -> new Locks()).of(bench, this);
    return entering(bench, account, () -> lock);
  }

  private static final class Locks implements AutoCloseable {

    private final Map<AccountKeys, Lock> made = new HashMap<>();

    synchronized Lock of(Workbench bench, JavaLock strategy) {
      Lock known = made.get(bench.keys());
      if (known == null) {
        known = strategy.lock(bench, bench.spec().heldFor());
        made.put(bench.keys(), known);
      }
      return known;
    }

    @Override
    public void close() {}
  }
}
