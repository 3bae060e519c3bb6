package dev.locklab.incident.catalogue;

import dev.locklab.incident.Incident;

/** What incidents of Redisson have in common. */
abstract class RedissonIncident implements Incident {

  private final int number;

  /**
   * @param number of the issue, or of the pull request where there is none
   */
  RedissonIncident(int number) {
    this.number = number;
  }

  @Override
  public final String name() {
    return "redisson-" + number;
  }

  @Override
  public final String issue() {
    return "redisson/redisson#" + number;
  }

  @Override
  public final String strategy() {
    return "lock";
  }
}
