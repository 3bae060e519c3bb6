package dev.locklab.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * This JVM's clock in epoch microseconds. It is read from the wall clock once and then advances
 * with {@link System#nanoTime()}, so that it never jumps within a run.
 */
@SuppressWarnings("TimeInStaticInitializer")
public final class Micros {

  // Captured once on purpose: what matters is that the clock never jumps afterwards.
  private static final long BASE_NANOS = System.nanoTime();
  private static final long BASE_MICROS = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

  private Micros() {}

  /** Now, in microseconds since the epoch. */
  public static long now() {
    return BASE_MICROS + (System.nanoTime() - BASE_NANOS) / 1_000;
  }
}
