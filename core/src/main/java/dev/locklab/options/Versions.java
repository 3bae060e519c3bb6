package dev.locklab.options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.CodeSource;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Versions that figures depend on: those that were loaded, which need not be those that the lab was
 * built with, where other jars stand ahead of it on the class path.
 */
public final class Versions {

  private static final String REDISSON = "org.redisson.api.RedissonClient";
  private static final String JEDIS = "redis.clients.jedis.RedisClient";
  private static final String UNKNOWN = "unknown";

  private static final Properties BUILT = load();

  private Versions() {}

  /** The version of this lab. */
  public static String lab() {
    return built("lab");
  }

  /** The version of the Redisson that is loaded. */
  public static String redisson() {
    return loaded(REDISSON, "redisson");
  }

  /** The version of the Jedis that is loaded. */
  public static String jedis() {
    return loaded(JEDIS, "jedis");
  }

  /** The versions that are loaded of the libraries that strategies are made of, by their names. */
  public static Map<String, String> libraries() {
    return Map.of("redisson", redisson(), "jedis", jedis());
  }

  private static String loaded(String member, String library) {
    Class<?> type;
    try {
      type = Class.forName(member, false, Versions.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return UNKNOWN;
    }
    // The lab's own jar has its libraries in it, and its manifest says the lab's version for all.
    if (Objects.equals(source(type), source(Versions.class))) {
      return built(library);
    }
    String said = type.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(said == null ? written(type) : said, UNKNOWN);
  }

  /** What Maven writes beside the classes of some libraries. */
  private static @Nullable String written(Class<?> type) {
    try (InputStream in = type.getResourceAsStream("pom.properties")) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Object source(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? null : source.getLocation().toString();
  }

  private static String built(String what) {
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
