package dev.locklab.it;

import dev.locklab.redis.RedisAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A kind of server to test on.
 *
 * @param container where it runs; null for the Redis that the lab carries
 */
record TestServer(@Nullable GenericContainer<?> container) implements AutoCloseable {

  private static final int PORT = 6379;

  /** The Redis that the lab carries. */
  static TestServer embedded() {
    return new TestServer(null);
  }

  /**
   * Starts a server in a container, or skips the test where there is no Docker; on CI that is a
   * failure.
   */
  static TestServer of(String image) {
    boolean docker = DockerClientFactory.instance().isDockerAvailable();
    if (!docker && "true".equals(System.getenv("CI"))) {
      Assertions.fail("on CI Docker's tests must run, and Docker does not answer");
    }
    Assumptions.assumeTrue(
        docker, "SKIPPED: Docker does not answer, so nothing is run on " + image);
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(PORT);
    container.start();
    return new TestServer(container);
  }

  /** Where it is; null for the one that a lab starts by itself. */
  @Nullable RedisAddress address() {
    return container == null
        ? null
        : RedisAddress.parse(
            "redis://" + container.getHost() + ":" + container.getMappedPort(PORT));
  }

  @Override
  public void close() {
    if (container != null) {
      container.stop();
    }
  }
}
