package dev.locklab.strategy;

import dev.locklab.account.Update;

/** Applies updates for one thread, which is the only one that calls it. */
public interface Updater extends AutoCloseable {

  /**
   * Tries to apply the update once. It is never sent twice, and an exception other than the one
   * below is a defect of the strategy.
   *
   * @throws InterruptedException if the thread was told to stop while it waited; nothing was
   *     written
   */
  Attempt attempt(Update update) throws InterruptedException;

  /** Gives back what this updater alone holds. */
  @Override
  default void close() {}
}
