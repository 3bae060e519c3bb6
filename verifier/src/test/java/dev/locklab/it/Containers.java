package dev.locklab.it;

import dev.locklab.redis.RedisAddress;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Servers in containers, where Docker answers. */
final class Containers {

  private static final int PORT = 6379;

  private Containers() {}

  /** Starts a server, or skips the test where there is no Docker; on CI that is a failure. */
  static GenericContainer<?> start(String image) {
    boolean docker = DockerClientFactory.instance().isDockerAvailable();
    if (!docker && "true".equals(System.getenv("CI"))) {
      Assertions.fail("on CI Docker's tests must run, and Docker does not answer");
    }
    Assumptions.assumeTrue(
        docker, "SKIPPED: Docker does not answer, so nothing is run on " + image);
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(PORT);
    container.start();
    return container;
  }

  static RedisAddress address(GenericContainer<?> container) {
    return RedisAddress.parse(
        "redis://" + container.getHost() + ":" + container.getMappedPort(PORT));
  }
}
