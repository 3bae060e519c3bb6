package dev.locklab.redis;

/** The store did not acknowledge a command; {@link #fate()} tells what became of it. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What became of a command. */
  public enum Fate {
    /** It was never sent, or the store answered with an error: nothing was changed. */
    NOT_APPLIED,
    /** It was sent and no reply came: it may or may not have been applied. */
    NO_REPLY,
    /** The balance was written, but not all that belongs to the write; the journal may lack it. */
    APPLIED_IN_PART,
    /** The store turned the write away because its writer no longer holds the lock. */
    REFUSED
  }

  private final Fate fate;

  public StoreException(Fate fate, String message) {
    super(message);
    this.fate = fate;
  }

  public StoreException(Fate fate, String message, Throwable cause) {
    super(message, cause);
    this.fate = fate;
  }

  public Fate fate() {
    return fate;
  }
}
