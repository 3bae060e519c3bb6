package dev.locklab.it;

import dev.locklab.Missing;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.RedisAddress;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A kind of server to test on.
 *
 * @param container where it runs, if in one
 * @param started the embedded server that was started for the test, if one was
 */
record TestServer(@Nullable GenericContainer<?> container, @Nullable EmbeddedRedis started)
    implements AutoCloseable {

  private static final int PORT = 6379;

  /** The one that a lab starts by itself. */
  static TestServer embedded() {
    return new TestServer(null, null);
  }

  /** The Redis that the lab carries, also where there is a newer one. */
  static TestServer carried() {
    return new TestServer(null, EmbeddedRedis.startCarried());
  }

  /**
   * Starts a server in a container, or skips the test where there is no Docker; on CI that is a
   * failure.
   */
  static TestServer of(String image) {
    requireDocker(image);
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(PORT);
    container.start();
    return new TestServer(container, null);
  }

  /** Skips the test where there is no Docker; on CI that is a failure. */
  static void requireDocker(String image) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      Missing.skips("Docker does not answer, so nothing is run on " + image);
    }
  }

  /** Where it is; null for the one that a lab starts by itself. */
  @Nullable RedisAddress address() {
    if (started != null) {
      return started.address();
    }
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
    if (started != null) {
      started.close();
    }
  }
}
