package dev.locklab.redis;

/** Says in one line what went wrong. */
public final class Errors {

  private Errors() {}

  /** The innermost message of a failure, which is the one that tells what happened. */
  public static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }
}
