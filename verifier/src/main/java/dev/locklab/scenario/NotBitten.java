package dev.locklab.scenario;

/** The fault of a scenario did not take effect; the message says what was waited for in vain. */
public final class NotBitten extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NotBitten(String what) {
    super(what);
  }
}
