package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a fault can do to a lock that no client is to blame for. Which promise covers which is said
 * here and nowhere else.
 */
public enum Effect {
  /** A holder was kept from working for longer than its lease, and then went on. */
  LEASE_OUTLIVED("a holder outlived its lease", true),
  /**
   * The store forgot a lock that was held: its key deleted, evicted, expired, or not replicated.
   */
  LOCK_FORGOTTEN("the store forgot a lock that was held", true),
  /** The store lost writes that it had acknowledged. */
  WRITES_LOST("the store lost acknowledged writes", false);

  private final String words;
  private final boolean fenceHelps;

  Effect(String words, boolean fenceHelps) {
    this.words = words;
    this.fenceHelps = fenceHelps;
  }

  /** The effect in words, as a clause. */
  public String words() {
    return words;
  }

  /** Whether a strategy that promises that must not lose an update to it. */
  public boolean isCoveredBy(Promise promise) {
    return switch (promise) {
      case FENCED, ATOMIC -> fenceHelps;
      case NONE, WHILE_LEASE_HELD, LIMIT -> false;
    };
  }

  /** The effect as files have it: {@code lock-forgotten}. */
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
