package dev.locklab.handoff;

/**
 * The lock was not held any more, so nothing was written: its lease had ended, somebody removed it,
 * or its holder had stopped for so long before confirming it that it was passed on.
 */
public final class LockLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LockLostException(String message) {
    super(message);
  }
}
