package dev.locklab.handoff.model;

/**
 * What a waiter is told with the lock: its grant, and the version that its write will have seen.
 *
 * @param old whether its client has been stopped since it was sent
 */
record Message(Grant grant, int version, boolean old) {

  @Override
  public String toString() {
    return grant + " at version " + version;
  }
}
