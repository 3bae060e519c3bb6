package dev.locklab.account;

import org.jspecify.annotations.Nullable;

/**
 * What a strategy holds while a critical section is open.
 *
 * <p>Taking a guard is the strategy's business; the account only asks it for its token and releases
 * it when the section closes.
 */
@FunctionalInterface
public interface Guard {

  /** The guard that guards nothing: whoever asks gets in. */
  Guard NONE = () -> {};

  /**
   * Gives the lock back. Called exactly once, also when the section fails.
   *
   * @throws RuntimeException if the lock was no longer held or could not be released; what was
   *     written before stays written, and the worker reports the mishap
   */
  void release();

  /** The fencing token this guard was granted with, if the strategy has one. */
  default @Nullable Long token() {
    return null;
  }
}
