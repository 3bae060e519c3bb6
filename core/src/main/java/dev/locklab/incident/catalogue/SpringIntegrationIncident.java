package dev.locklab.incident.catalogue;

import dev.locklab.incident.Incident;

/** What incidents of Spring Integration's RedisLockRegistry have in common. */
abstract class SpringIntegrationIncident implements Incident {

  private final int number;

  /**
   * @param number of the issue
   */
  SpringIntegrationIncident(int number) {
    this.number = number;
  }

  @Override
  public final String name() {
    return "spring-integration-" + number;
  }

  @Override
  public final String issue() {
    return "spring-projects/spring-integration#" + number;
  }

  @Override
  public final String strategy() {
    return "spring";
  }
}
