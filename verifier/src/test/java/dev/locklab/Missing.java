package dev.locklab;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test cannot do without, and this machine has not. */
public final class Missing {

  private Missing() {}

  /**
   * Skips the test; where everything must be tested, fails it.
   *
   * @param what is missing, in words
   */
  public static void skips(String what) {
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail("on CI nothing is skipped: " + what);
    }
    System.err.println("A test is skipped: " + what);
    Assumptions.abort(what);
  }
}
