package dev.locklab.control;

/** A message that nobody of the lab's can have sent; says in one line what is wrong with it. */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message);
  }
}
