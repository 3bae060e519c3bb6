package dev.locklab.handoff.model;

/** The holder record: who was given the lock, under which fencing token. */
record Grant(Waiter to, int token) {

  @Override
  public String toString() {
    return to + "#" + token;
  }
}
