package dev.locklab.handoff;

/**
 * The lock was not held any more, so nothing was written: its lease had ended, or somebody removed
 * it.
 */
public final class LockLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LockLostException(String message) {
    super(message);
  }
}
