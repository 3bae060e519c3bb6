package dev.locklab.strategy;

import dev.locklab.account.Update;
import dev.locklab.run.SyncPoint;

/**
 * What an update passes on its way, told at every {@link SyncPoint}; whoever experiments can have a
 * thread wait there. Strategies need not know of it: the way into a critical section and out again
 * is shared by all locks, and beginning and end by all strategies.
 */
@FunctionalInterface
public interface SyncPoints {

  /** Lets everybody through at once. */
  SyncPoints FREE = (stage, update) -> {};

  /**
   * Called by the update's own thread when it has come to a stage; returns when it may go on.
   *
   * @throws InterruptedException if the thread was told to stop while it waited
   */
  void reach(SyncPoint stage, Update update) throws InterruptedException;

  /**
   * The same where there is no way back, for the store has been written to: an interrupt lets the
   * thread go on, and stays set.
   */
  default void reachSurely(SyncPoint stage, Update update) {
    try {
      reach(stage, update);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a thread has been interrupted on purpose while it was at this update. */
  default boolean hasInterrupted(Update update) {
    return false;
  }
}
