package dev.locklab.handoff.model;

/**
 * What a waiter is told with the lock: its grant, and the version that its write will have seen.
 */
record Message(Grant grant, int version) {

  @Override
  public String toString() {
    return grant + " at version " + version;
  }
}
