package dev.locklab.strategy;

import dev.locklab.account.Account;
import dev.locklab.account.CriticalSection;
import dev.locklab.account.Outcome;
import dev.locklab.account.PaymentRail;
import dev.locklab.account.Reading;
import dev.locklab.account.Update;
import dev.locklab.redis.Errors;
import dev.locklab.redis.StoreException;
import dev.locklab.run.SyncPoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The update every lock strategy performs once it is in its critical section. */
final class ReadThinkWrite implements Updater {

  private final Workbench bench;
  private final SyncPoints passage;
  private final Account account;
  private final LockStrategy.Entrance entrance;
  private final @Nullable PaymentRail rail;

  /**
   * @param stages those that the strategy's updates pass; it is not stopped at others
   */
  ReadThinkWrite(
      Workbench bench, Set<SyncPoint> stages, Account account, LockStrategy.Entrance entrance) {
    this.bench = bench;
    SyncPoints all = bench.passage();
    this.passage =
        (stage, update) -> {
          if (stages.contains(stage)) {
            all.reach(stage, update);
          }
        };
    this.account = account;
    this.rail = bench.rail();
    this.entrance = entrance;
  }

  @Override
  public Attempt attempt(Update update) throws InterruptedException {
    long asked = System.nanoTime();
    CriticalSection section;
    try {
      section = entrance.enter();
    } catch (InterruptedException e) {
      throw stuck(Attempt.AT_THE_LOCK, e);
    } catch (RuntimeException e) {
      return new Attempt(
          Outcome.FAILED, false, System.nanoTime() - asked, null, "lock: " + Errors.rootMessage(e));
    } catch (Error e) {
      throw new StrategyDefect("enter", e);
    }
    long entered = System.nanoTime();
    if (section == null) {
      return new Attempt(Outcome.BUSY, false, entered - asked, null, null);
    }
    boolean guarded = section.isGuarded();
    Attempt inside = null;
    String atRelease;
    boolean lingered = true;
    try {
      passage.reach(SyncPoint.AFTER_ACQUIRE, update);
      inside = readThinkWrite(section, update, guarded ? entered - asked : null);
      lingered = inside.outcome() != Outcome.APPLIED || linger();
    } finally {
      // Also when a defect or an interrupt comes out of the section, the lock is given back.
      passage.reachSurely(SyncPoint.BEFORE_RELEASE, update);
      atRelease = release(section, inside);
    }
    if (!lingered) {
      Thread.currentThread().interrupt();
    }
    return new Attempt(
        inside.outcome(),
        inside.stale(),
        inside.waitNanos(),
        guarded ? System.nanoTime() - entered : null,
        inside.trouble() == null ? atRelease : inside.trouble());
  }

  /** Whoever interrupts a thread that does not get on may know by this where it was. */
  private static InterruptedException stuck(String where, InterruptedException why) {
    InterruptedException said = new InterruptedException(where);
    said.initCause(why);
    return said;
  }

  private Attempt readThinkWrite(CriticalSection section, Update update, @Nullable Long waited)
      throws InterruptedException {
    try {
      Reading saw = section.read();
      passage.reach(SyncPoint.AFTER_READ, update);
      bench.think();
      Attempt unpaid = rail == null ? null : pay(rail, section, update, saw, waited);
      if (unpaid != null) {
        return unpaid;
      }
      passage.reach(SyncPoint.BEFORE_WRITE, update);
      long value = Math.addExact(saw.balance(), update.delta());
      long version = section.write(update, saw, value);
      passage.reachSurely(SyncPoint.AFTER_WRITE, update);
      boolean stale = version >= 0 && version != saw.version() + 1;
      return new Attempt(Outcome.APPLIED, stale, waited, null, null);
    } catch (StoreException e) {
      return Attempt.unacknowledged(e, waited);
    } catch (ArithmeticException e) {
      return Attempt.outOfRange(waited);
    }
  }

  /**
   * Pays the order that the balance names as the next.
   *
   * @return null if it was paid; else what becomes of the update, which is not written then
   */
  private static @Nullable Attempt pay(
      PaymentRail rail,
      CriticalSection section,
      Update update,
      Reading saw,
      @Nullable Long waited) {
    try {
      return rail.pay(saw.balance(), update, section)
          ? null
          : new Attempt(Outcome.REFUSED, false, waited, null, "rail: it has seen a greater token");
    } catch (StoreException e) {
      return new Attempt(Outcome.FAILED, false, waited, null, "rail: " + Errors.rootMessage(e));
    }
  }

  /**
   * What an interrupt ends must not be the news that the update was applied.
   *
   * @return false if interrupted
   */
  private boolean linger() {
    try {
      bench.linger();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /**
   * Gives the lock back.
   *
   * @param inside what had come of the update; absent if something was thrown in the section
   * @return what went wrong, or null
   */
  private static @Nullable String release(CriticalSection section, @Nullable Attempt inside) {
    try {
      section.close();
      return null;
    } catch (RuntimeException e) {
      return "release: " + Errors.rootMessage(e);
    } catch (Error e) {
      throw new StrategyDefect("release", e, inside);
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } finally {
      account.close();
      if (rail != null) {
        rail.close();
      }
    }
  }
}
