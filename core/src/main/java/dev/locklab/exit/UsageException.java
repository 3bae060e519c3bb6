package dev.locklab.exit;

/**
 * The user asked for something that cannot be; the message says in one line what would be right.
 */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
