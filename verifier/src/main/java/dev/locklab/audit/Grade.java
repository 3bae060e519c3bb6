package dev.locklab.audit;

/** A run's verdict held against its strategy's promise. */
public enum Grade {
  /** The promise was kept under contention. */
  OK,
  /** Money was lost, and nothing else had been promised. */
  INTERESTING,
  /** The promise was broken. */
  FAILED,
  /** The evidence is incomplete, or the workers never overlapped: nothing was proved. */
  UNKNOWN,
  /** A limit, which applies no update: there is nothing to grade. */
  LIMIT
}
