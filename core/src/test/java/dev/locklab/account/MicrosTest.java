package dev.locklab.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class MicrosTest {

  /** What the two clocks may drift apart within a test, and their steps. */
  private static final long DRIFT = 1_000;

  @Test
  void showsTheTimeOfDayWithinItsUncertainty() {
    long before = wallClock();
    long now = Micros.now();
    long after = wallClock();
    assertThat(now)
        .isBetween(before - Micros.uncertainty() - DRIFT, after + Micros.uncertainty() + DRIFT);
  }

  /** Of several readings one is not disturbed, also on a busy machine. */
  @Test
  void bothBasesAreReadTogether() {
    assertThat(Micros.uncertainty()).isBetween(1L, 1_000L);
  }

  @Test
  void neverGoesBack() {
    long last = Micros.now();
    for (int i = 0; i < 10_000; i++) {
      long now = Micros.now();
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
  }

  private static long wallClock() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
