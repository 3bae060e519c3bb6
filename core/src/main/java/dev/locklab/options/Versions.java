package dev.locklab.options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Versions that figures depend on, as the build wrote them down. */
public final class Versions {

  private static final Properties BUILT = load();

  private Versions() {}

  /** The version of this lab. */
  public static String lab() {
    return of("lab");
  }

  /** The version of the Redisson that it was built with. */
  public static String redisson() {
    return of("redisson");
  }

  /** The version of the Jedis that it was built with. */
  public static String jedis() {
    return of("jedis");
  }

  private static String of(String what) {
    return Objects.requireNonNull(BUILT.getProperty(what), what);
  }

  private static Properties load() {
    Properties built = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      built.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built;
  }
}
