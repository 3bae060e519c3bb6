package shop;

import dev.locklab.junit.LockContract;
import dev.locklab.junit.LockLab;
import dev.locklab.strategy.Strategy;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The lock as it is, on a Redis of Testcontainers. */
@Testcontainers
class SpringLockTest implements LockContract {

  @Container
  private static final GenericContainer<?> REDIS =
      new GenericContainer<>("redis:8").withExposedPorts(6379);

  @RegisterExtension
  static final LockLab LAB =
      LockLab.on(() -> "redis://" + REDIS.getHost() + ":" + REDIS.getMappedPort(6379)).workers(2);

  @Override
  public Class<? extends Strategy> strategy() {
    return SpringLock.class;
  }

  @Override
  public Stream<String> scenarios() {
    String chosen = System.getProperty("scenarios");
    return chosen == null ? LockContract.super.scenarios() : Stream.of(chosen.split(","));
  }
}
