package dev.locklab.account;

/** What a worker knows about one update when it has done with it. */
public enum Outcome {
  /** The store acknowledged the write. */
  APPLIED,
  /** The lock was not free and the strategy gave up; nothing was sent. */
  BUSY,
  /** The store turned the write away because its writer no longer held the lock. */
  REFUSED,
  /** Known not to have been applied: it was never sent, or the store answered with an error. */
  FAILED,
  /** Sent, but no reply came; only the journal can tell whether it was applied. */
  UNKNOWN
}
