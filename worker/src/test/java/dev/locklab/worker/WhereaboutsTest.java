package dev.locklab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {

  private static StackTraceElement[] stack(String... frames) {
    StackTraceElement[] stack = new StackTraceElement[frames.length];
    for (int i = 0; i < frames.length; i++) {
      int dot = frames[i].lastIndexOf('.');
      stack[i] =
          new StackTraceElement(
              frames[i].substring(0, dot), frames[i].substring(dot + 1), "X.java", i + 1);
    }
    return stack;
  }

  @Test
  void tellsTheStrategysInnermostLine() {
    StackTraceElement[] stack =
        stack(
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "dev.locklab.strategy.Workbench.pauseNanos",
            "dev.locklab.worker.Mine.lambda$entrance$1",
            "dev.locklab.worker.Mine.entrance");

    assertThat(Whereabouts.of(stack, WhereaboutsTest.class))
        .isEqualTo("dev.locklab.worker.Mine.entrance:3");
  }

  @Test
  void orWhatItCallsWhereItIsNotOnTheStackItself() {
    StackTraceElement[] stack =
        stack("jdk.internal.misc.Unsafe.park", "org.redisson.RedissonLock.lock", "probe.Probe.run");

    assertThat(Whereabouts.of(stack, BigInteger.class))
        .isEqualTo("org.redisson.RedissonLock.lock:2");
    assertThat(Whereabouts.of(stack("java.lang.Thread.run"), WhereaboutsTest.class))
        .isEqualTo("a place that it does not tell");
  }
}
