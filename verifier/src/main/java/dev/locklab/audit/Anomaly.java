package dev.locklab.audit;

import java.util.Locale;

/** What a write can stand out by, and can be listed by. */
public enum Anomaly {
  /** Not in the balance any more. */
  LOST("are not in the balance any more"),
  /** Overwrote something its writer had not read. */
  STALE("overwrote something that their writers had not read"),
  /** The same update, journaled again. */
  DUPLICATE("are of updates that had been journaled before"),
  /** Its worker knows it not to have been applied. */
  CONTRADICTED("are known to their workers not to have been applied"),
  /** Its worker never set out to make it. */
  PHANTOM("were never intended by any worker"),
  /** Its writer had read another balance than the one journaled. */
  FOREIGN("read a balance that nobody of the lab had written"),
  /** Its fencing token is not above those before it, or is another acquisition's. */
  TOKEN("were made under a fencing token out of order"),
  /** Its critical section began before an earlier one had sent its write. */
  OVERLAPPING("began before an earlier critical section had sent its write"),
  /** Got no reply, and was applied. */
  RESOLVED("got no reply, and were applied"),
  /** Acknowledged, and not in the journal. */
  MISSING("were acknowledged and are not in the journal");

  private final String words;

  Anomaly(String words) {
    this.words = words;
  }

  /** What such writes do, after a number of them. */
  public String words() {
    return words;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
