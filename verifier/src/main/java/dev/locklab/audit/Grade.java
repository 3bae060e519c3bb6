package dev.locklab.audit;

/** A run's verdict held against its strategy's promise. */
public enum Grade {
  /** The promise was kept under contention. */
  OK(3),
  /** Money was lost, and nothing else had been promised. */
  INTERESTING(2),
  /** The promise was broken. */
  FAILED(0),
  /** The evidence is incomplete, or the workers never overlapped: nothing was proved. */
  UNKNOWN(1),
  /** A limit, which applies no update: there is nothing to grade. */
  LIMIT(4);

  private final int gravity;

  Grade(int gravity) {
    this.gravity = gravity;
  }

  /** The lower, the worse: the worst of several grades is the one of least. */
  public int gravity() {
    return gravity;
  }
}
