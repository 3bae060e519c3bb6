package dev.locklab.options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.CodeSource;
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
  private static final String HDR_HISTOGRAM = "org.HdrHistogram.Histogram";
  private static final String PICOCLI = "picocli.CommandLine";
  private static final String UNKNOWN = "unknown";

  private static final Properties BUILT = load();

  private Versions() {}

  /** The version of this lab. */
  public static String lab() {
    return built("lab");
  }

  /** The version of the Redisson that is loaded. */
  public static String redisson() {
    return Objects.requireNonNullElse(loaded("redisson", REDISSON, built("redisson")), UNKNOWN);
  }

  /** The version of the Jedis that is loaded. */
  public static String jedis() {
    return Objects.requireNonNullElse(loaded("jedis", JEDIS, built("jedis")), UNKNOWN);
  }

  /** The version of the HdrHistogram that is loaded. */
  public static String hdrHistogram() {
    String carried = built("hdrhistogram");
    return Objects.requireNonNullElse(loaded("HdrHistogram", HDR_HISTOGRAM, carried), UNKNOWN);
  }

  /** The version of the picocli that is loaded. */
  public static String picocli() {
    return Objects.requireNonNullElse(loaded("picocli", PICOCLI, built("picocli")), UNKNOWN);
  }

  /**
   * The version of a library that is loaded.
   *
   * @param name its artifact, as its jar is called
   * @param member the name of a class of it
   * @param carried the version that the lab's own jar has in it, if it has it
   * @return null where it is not on the class path
   */
  public static @Nullable String loaded(String name, String member, String carried) {
    Class<?> type;
    try {
      type = Class.forName(member, false, Versions.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
    // The lab's own jar has its libraries in it, and its manifest says the lab's version for all.
    if (Objects.equals(source(type), source(Versions.class))) {
      return carried;
    }
    String called = ofJar(name, source(type));
    if (called != null) {
      return called;
    }
    String said = type.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(said == null ? written(type) : said, UNKNOWN);
  }

  /** What a jar from a repository has in its name; what is in it says more or less than that. */
  private static @Nullable String ofJar(String name, @Nullable Object source) {
    String file = String.valueOf(source).replaceFirst(".*/", "");
    return file.startsWith(name + "-") && file.endsWith(".jar")
        ? file.substring(name.length() + 1, file.length() - ".jar".length())
        : null;
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

  /** The version of a library that the lab is built with. */
  public static String built(String what) {
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
