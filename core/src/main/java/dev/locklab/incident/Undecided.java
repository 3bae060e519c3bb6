package dev.locklab.incident;

/** What an incident builds upon did not come about; the message says what. */
public final class Undecided extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public Undecided(String what) {
    super(what);
  }
}
