package dev.locklab.audit;

/** What the audit found, the gravest first: the first that applies is a run's headline. */
public enum Verdict {
  /** The evidence contradicts itself, or somebody else changed the balance: nothing else counts. */
  UNEXPLAINED("the evidence does not add up"),
  /** Acknowledged writes are not in the store any more. */
  STORE_LOST_WRITES("the store lost acknowledged writes"),
  /** One update was applied more than once. */
  DUPLICATE_APPLY("an update was applied twice"),
  /** An order was paid more than once, which no store can take back. */
  PAID_TWICE("orders were paid twice"),
  /** An order counts as paid, and the rail has no payment of it. */
  NOT_PAID("orders that were not paid count as paid"),
  /** Acknowledged writes were overwritten by writers that had not read them. */
  LOST_UPDATES("updates were lost"),
  /** Critical sections overlapped, yet no write was lost. */
  MUTEX_VIOLATED("critical sections overlapped"),
  /** The workers stopped getting anywhere. */
  STALLED("the run stalled"),
  /** Whether updates were lost cannot be told from what is known. */
  INDETERMINATE("it cannot be told"),
  /** Every acknowledged update is in the balance, once. */
  CONSISTENT("every update is in the balance");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** The verdict in words. */
  public String words() {
    return words;
  }
}
