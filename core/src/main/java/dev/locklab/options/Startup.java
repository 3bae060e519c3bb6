package dev.locklab.options;

import java.security.Security;
import java.util.Locale;

/** What a program of the lab settles for its JVM before it does anything else. */
public final class Startup {

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private Startup() {}

  /**
   * Makes a JVM write the same everywhere, fail as {@link Uncaught} says, and ask again for a host
   * that is not there yet. Libraries say nothing unless the user sets their level.
   *
   * @param program what to call it
   */
  public static void prepare(String program) {
    // Digits, signs and letters are to be the same everywhere, and to be read by programs.
    Locale.setDefault(Locale.ROOT);
    Uncaught.install(program);
    if (System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "off");
    }
    // Java remembers for 10 s that there is no such host, while a Redis that is waited for gets its
    // name when it has started.
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }
}
