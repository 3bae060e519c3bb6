package dev.locklab.handoff.model;

/** A waiter's id: one attempt of one client. A new attempt is a new waiter. */
record Waiter(int client, int attempt) {

  @Override
  public String toString() {
    return (char) ('A' + client) + Integer.toString(attempt);
  }
}
