package dev.locklab.strategy;

import dev.locklab.account.Account;
import dev.locklab.account.CriticalSection;
import dev.locklab.account.Outcome;
import dev.locklab.account.Reading;
import dev.locklab.account.Update;
import dev.locklab.redis.Errors;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Stage;
import org.jspecify.annotations.Nullable;

/** The update every lock strategy performs once it is in its critical section. */
final class ReadThinkWrite implements Updater {

  private final Workbench bench;
  private final Passage passage;
  private final Account account;
  private final LockStrategy.Entrance entrance;

  ReadThinkWrite(Workbench bench, Account account, LockStrategy.Entrance entrance) {
    this.bench = bench;
    this.passage = bench.passage();
    this.account = account;
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
          Outcome.FAILED, false, System.nanoTime() - asked, 0, "lock: " + Errors.rootMessage(e));
    }
    long entered = System.nanoTime();
    if (section == null) {
      return new Attempt(Outcome.BUSY, false, entered - asked, 0, null);
    }
    Attempt inside;
    String atRelease = null;
    boolean lingered = true;
    try {
      passage.reach(Stage.AFTER_ACQUIRE, update);
      inside = readThinkWrite(section, update, entered - asked);
      lingered = inside.outcome() != Outcome.APPLIED || linger();
    } finally {
      // Also when a defect or an interrupt comes out of the section, the lock is given back.
      passage.reachSurely(Stage.BEFORE_RELEASE, update);
      atRelease = release(section);
    }
    if (!lingered) {
      Thread.currentThread().interrupt();
    }
    return new Attempt(
        inside.outcome(),
        inside.stale(),
        inside.waitNanos(),
        System.nanoTime() - entered,
        inside.trouble() == null ? atRelease : inside.trouble());
  }

  /** Whoever interrupts a thread that does not get on may know by this where it was. */
  private static InterruptedException stuck(String where, InterruptedException why) {
    InterruptedException said = new InterruptedException(where);
    said.initCause(why);
    return said;
  }

  private Attempt readThinkWrite(CriticalSection section, Update update, long waited)
      throws InterruptedException {
    try {
      Reading saw = section.read();
      passage.reach(Stage.AFTER_READ, update);
      bench.think();
      passage.reach(Stage.BEFORE_WRITE, update);
      long value = Math.addExact(saw.balance(), update.delta());
      long version = section.write(update, saw, value);
      passage.reachSurely(Stage.AFTER_WRITE, update);
      boolean stale = version >= 0 && version != saw.version() + 1;
      return new Attempt(Outcome.APPLIED, stale, waited, 0, null);
    } catch (StoreException e) {
      return Attempt.unacknowledged(e, waited);
    } catch (ArithmeticException e) {
      return Attempt.outOfRange(waited);
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

  private static @Nullable String release(CriticalSection section) {
    try {
      section.close();
      return null;
    } catch (RuntimeException e) {
      return "release: " + Errors.rootMessage(e);
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } finally {
      account.close();
    }
  }
}
