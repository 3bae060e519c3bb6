package dev.locklab.exit;

/** Redis or workers cannot be reached; the message says in one line which, and why. */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnavailableException(String message) {
    super(message);
  }
}
