package dev.locklab.audit;

/** How it came that a write was overwritten unread, as far as times and names tell. */
public enum Cause {
  /** The thread that had made it overwrote it, though it makes one update after the other. */
  OWN_WRITE,
  /** Whoever overwrote it had read before it was granted the lock. */
  READ_BEFORE_GRANT,
  /**
   * Whoever overwrote it came only after it had been sent, and read an older balance all the same.
   */
  OLD_READ,
  /** One of the two held no lock, or neither did. */
  NO_LOCK,
  /** One of the two was still at work when its lease was over. */
  LEASE_OVER,
  /** Both held the lock at the same time. */
  TWO_INSIDE,
  /** Both held a lock, and nobody can tell whether at the same time. */
  UNTOLD
}
