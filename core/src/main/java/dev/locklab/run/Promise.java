package dev.locklab.run;

/** What a strategy declares of itself, and is held to. */
public enum Promise {
  /** Nothing: updates may be lost at any time. */
  NONE("nothing", "none"),
  /** No update is lost as long as no holder outlives its lease. */
  WHILE_LEASE_HELD("no loss while the lease is held", "lease"),
  /** No update is lost, for the store refuses the write of whoever no longer holds the lock. */
  FENCED("no loss, the store refuses stale holders", "fenced"),
  /** No update is lost, for read and write are one step in the store. */
  ATOMIC("no loss, read and write are one step", "atomic"),
  /**
   * Not a strategy: applies no update, and shows what the server and the wire allow at the most.
   */
  LIMIT("no update at all, for it is a limit to compare with", "(limit)");

  private final String words;
  private final String shortWords;

  Promise(String words, String shortWords) {
    this.words = words;
    this.shortWords = shortWords;
  }

  /** The promise in one word, for a table. */
  public String shortWords() {
    return shortWords;
  }

  /** The promise in words. */
  public String words() {
    return words;
  }
}
