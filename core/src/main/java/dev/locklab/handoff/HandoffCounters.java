package dev.locklab.handoff;

import java.util.concurrent.atomic.LongAdder;

/** What a client's locks have done since it was made. Thread safe. */
public final class HandoffCounters {

  private final LongAdder waits = new LongAdder();
  private final LongAdder holds = new LongAdder();
  private final LongAdder passes = new LongAdder();
  private final LongAdder handOffs = new LongAdder();
  private final LongAdder losses = new LongAdder();
  private final LongAdder calls = new LongAdder();

  HandoffCounters() {}

  /** How often a lock was waited for, however short that was. */
  public long waits() {
    return waits.sum();
  }

  /** How often a lock was had. */
  public long holds() {
    return holds.sum();
  }

  /** How often a lock went from one holder to the next within this client. */
  public long passes() {
    return passes.sum();
  }

  /** How often a lock was handed on to another client. */
  public long handOffs() {
    return handOffs.sum();
  }

  /** How often a lock was found not to be held any more. */
  public long losses() {
    return losses.sum();
  }

  /** How many calls wrote, released or handed on. */
  public long calls() {
    return calls.sum();
  }

  void waited() {
    waits.increment();
  }

  void held() {
    holds.increment();
  }

  void passed() {
    passes.increment();
  }

  void handedOn() {
    handOffs.increment();
  }

  void lost() {
    losses.increment();
  }

  void sent() {
    calls.increment();
  }
}
