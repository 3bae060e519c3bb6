package dev.locklab.handoff;

import java.util.concurrent.TimeUnit;

/**
 * A client's place in a lock's queue, from asking until it is granted or given up: one for all of
 * its waiters. Guarded by its {@link Cohort}.
 */
final class Seat {

  private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(25);

  /** Between two looks of the first in the queue, at the most: eight a second. */
  private static final long HEAD_LOOKS = TimeUnit.MILLISECONDS.toNanos(125);

  /** The same for each place behind it: ten a second of a hundred clients. */
  private static final long PLACE_LOOKS = TimeUnit.MILLISECONDS.toNanos(500);

  /** The same for each lock of a client that waits for many: forty a second in all. */
  private static final long LOCK_LOOKS = TimeUnit.MILLISECONDS.toNanos(25);

  private static final long MOST = TimeUnit.SECONDS.toNanos(60);
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(5);

  final String id;

  /** When the server is next asked whether a grant or its message was lost. */
  long nextLook;

  /** Grants up to that token are over: the lock has been seen with another holder. */
  long outdated;

  /** Since when the server cannot be asked; 0 if it can. */
  long failingSince;

  /** Whether it has been asked for, so that something of it may be there. */
  boolean asked;

  /** Whether the lock was had by it. */
  boolean accepted;

  private long interval = FIRST_LOOK;

  Seat(String id, long now) {
    this.id = id;
    nextLook = now + FIRST_LOOK;
  }

  /**
   * The lock is somebody else's; the less happens, the more seldom it is looked at.
   *
   * @param locks of how many locks the client has something to mind
   */
  void queued(long now, Protocol.Entered entered, int locks) {
    failingSince = 0;
    if (entered.token() > outdated) {
      outdated = entered.token();
      interval = FIRST_LOOK;
    } else {
      interval *= 2;
    }
    long most = entered.place() <= 0 ? HEAD_LOOKS : Math.min(MOST, entered.place() * PLACE_LOOKS);
    interval = Math.max(Math.min(interval, most), locks * LOCK_LOOKS);
    long next = interval;
    if (entered.place() <= 0 && entered.leftMillis() > 0) {
      next = Math.min(next, TimeUnit.MILLISECONDS.toNanos(entered.leftMillis() + 1));
    }
    nextLook = now + next;
  }

  void failed(long now) {
    failingSince = failingSince == 0 ? now : failingSince;
    nextLook = now + RETRY;
  }
}
