package dev.locklab.strategy;

import dev.locklab.run.Promise;
import java.util.Locale;

/**
 * A lock that was not written for the lab, as a strategy: it is called after its class, and
 * promises that nothing is lost while its lease is held. {@link JavaLock}, {@link TokenLock} and
 * {@code strategy.shedlock.ProviderLock} are such adapters; what of this does not hold for a lock
 * is overridden there.
 */
public interface AdaptedLock extends Strategy {

  /** The class's simple name, as in {@code my-lock} for {@code MyLock}. */
  @Override
  default String name() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-+|-+$", "");
  }

  @Override
  default Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  default String summary() {
    return getClass().getName();
  }
}
