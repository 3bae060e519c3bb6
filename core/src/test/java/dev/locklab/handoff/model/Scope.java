package dev.locklab.handoff.model;

/**
 * How much is explored.
 *
 * @param clients how many clients there are
 * @param attempts how often each of them wants the lock
 * @param passes how often a tenure may be passed on inside its client
 * @param disturbances how many faults and cancellations there are in one run, of any kinds
 */
record Scope(int clients, int attempts, int passes, int disturbances) {

  @Override
  public String toString() {
    return "%d clients x %d attempts, %d passes, %d disturbances"
        .formatted(clients, attempts, passes, disturbances);
  }
}
