package dev.locklab.strategy;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.locklab.account.Account;
import dev.locklab.account.CriticalSection;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A strategy that keeps updates apart with a lock. All lock strategies share one read, think,
 * write; they differ only in how the critical section is entered.
 */
public abstract class LockStrategy implements Strategy {

  /** The way into the critical section, for one thread. */
  public interface Entrance extends AutoCloseable {

    /**
     * Waits for the lock as long as the run's settings say, and enters.
     *
     * @return the open section, or null if the lock was not free and the strategy gave up
     * @throws InterruptedException if interrupted while waiting; the lock is then not held
     * @throws RuntimeException if the lock could not be asked for; it is then not held
     */
    @Nullable CriticalSection enter() throws InterruptedException;

    @Override
    default void close() {}
  }

  /** A lock that can be told to be taken leaves it to the run what becomes of the update. */
  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.ON_BUSY);
  }

  @Override
  public Set<SyncPoint> stages() {
    return EnumSet.allOf(SyncPoint.class);
  }

  @Override
  public boolean hasSection() {
    return true;
  }

  /**
   * Whether an update that finds the lock taken is to be told so, after the time it may wait; if
   * not, it waits until the lock is free.
   */
  protected static boolean givesUp(RunSpec spec) {
    return spec.workload().onBusy() == Workload.OnBusy.RETRY || !spec.workload().waitFor().isZero();
  }

  /**
   * The way in through a lock of Java's.
   *
   * @param lock gives it whenever somebody enters
   */
  protected static Entrance entering(
      Workbench bench, Account account, Supplier<? extends Lock> lock) {
    boolean givesUp = givesUp(bench.spec());
    long patience = bench.workload().waitFor().toNanos();
    return () -> {
      Lock asked = lock.get();
      if (!givesUp) {
        asked.lockInterruptibly();
      } else if (patience == 0 ? !asked.tryLock() : !asked.tryLock(patience, NANOSECONDS)) {
        return null;
      }
      return account.enter(asked::unlock);
    };
  }

  /** Opens the way in for one thread, over an account of its own. */
  protected abstract Entrance entrance(Workbench bench, Account account);

  @Override
  public final Updater open(Workbench bench) {
    Account account = bench.account();
    return new ReadThinkWrite(bench, stages(), account, entrance(bench, account));
  }
}
