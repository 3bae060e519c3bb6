package dev.locklab.handoff.model;

/**
 * How much is explored.
 *
 * @param clients how many clients there are
 * @param attempts how often each of them wants the lock
 * @param disturbances how many faults and cancellations there are in one run, of any kinds
 */
record Scope(int clients, int attempts, int disturbances) {

  @Override
  public String toString() {
    return "%d clients x %d attempts, %d disturbances".formatted(clients, attempts, disturbances);
  }
}
