package dev.locklab.strategy;

import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.run.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All strategies on the class path. */
public final class Strategies {

  /** What stands between the name of a strategy and the version of its library. */
  static final String AT = "@";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static @Nullable Map<String, Strategy> known;

  private static final Map<String, Strategy> ADDED = new ConcurrentHashMap<>();

  private Strategies() {}

  /**
   * Found once, and not while this class is being initialized: what is wrong with a strategy is
   * said whenever somebody asks, and is no defect of this class.
   */
  private static synchronized Map<String, Strategy> byName() {
    Map<String, Strategy> found = known;
    if (found == null) {
      found = load(Thread.currentThread().getContextClassLoader());
      known = found;
    }
    return found;
  }

  /**
   * Has a strategy found by its name that no services file names, as one of somebody's tests; it is
   * none of those that are {@link #known}.
   *
   * @throws UsageException if it is not called as it should be, or as another one is
   */
  public static synchronized void add(Strategy strategy) {
    String name = name(strategy);
    Strategy other = byName().getOrDefault(name, ADDED.get(name));
    if (Limits.isOne(name) || (other != null && other.getClass() != strategy.getClass())) {
      throw twice(name, other, strategy);
    }
    ADDED.put(name, strategy);
  }

  /**
   * Every strategy that is known of, by promise and then by name.
   *
   * @throws UsageException if one of them cannot be loaded, or is not called as it should be
   */
  public static List<Strategy> known() {
    return byName().values().stream()
        .sorted(Comparator.comparing(Strategy::promise).thenComparing(Strategy::name))
        .toList();
  }

  /**
   * Every strategy whose library is on the class path, by promise and then by name.
   *
   * @throws UsageException as {@link #known}
   */
  public static List<Strategy> all() {
    return known().stream().filter(Strategies::isCarried).toList();
  }

  /** Whether what it needs is on the class path already. */
  public static boolean isCarried(Strategy strategy) {
    Library library = strategy.library();
    return library == null || (!isAtVersion(strategy) && library.loaded() != null);
  }

  /** Whether the user has named the version of its library. */
  public static boolean isAtVersion(Strategy strategy) {
    return strategy instanceof AtVersion;
  }

  /** The versions that are loaded of the strategies' libraries, by the libraries' names. */
  public static Map<String, String> libraries() {
    Map<String, String> loaded = new TreeMap<>();
    for (Strategy strategy : known()) {
      Library library = strategy.library();
      String version = library == null ? null : library.loaded();
      if (library != null && version != null) {
        loaded.put(library.name(), version);
      }
    }
    return loaded;
  }

  /**
   * The strategy of that name, or the limit ({@link Limits}); as {@code name@version} with its
   * library in that version.
   *
   * @throws IllegalArgumentException naming those of a similar name, and the whole list; or saying
   *     what is wrong with the version
   * @throws UsageException as {@link #known}
   */
  public static Strategy named(String name) {
    int at = name.indexOf(AT);
    return at < 0
        ? simplyNamed(name)
        : atVersion(simplyNamed(name.substring(0, at)), name.substring(at + 1));
  }

  /**
   * The same; empty if it is not known here.
   *
   * @throws UsageException as {@link #known}
   */
  public static Optional<Strategy> find(String name) {
    try {
      return Optional.of(named(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Strategy atVersion(Strategy strategy, String version) {
    if (strategy.library() == null) {
      throw new IllegalArgumentException(
          "'%s' is of no library, so it has no version '%s'".formatted(strategy.name(), version));
    }
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no version of %s: write it as in %s@%s"
              .formatted(
                  version,
                  strategy.library().artifact(),
                  strategy.name(),
                  strategy.library().version()));
    }
    return new AtVersion(strategy, version);
  }

  private static Strategy simplyNamed(String name) {
    Strategy strategy = byName().getOrDefault(name, ADDED.getOrDefault(name, Limits.named(name)));
    if (strategy != null) {
      return strategy;
    }
    String near =
        byName().keySet().stream()
            // At most half of it is wrong.
            .filter(other -> 2 * distance(name, other) <= other.length())
            .sorted(Comparator.comparingInt(other -> distance(name, other)))
            .limit(2)
            .map(other -> "'" + other + "'")
            .collect(Collectors.joining(" or "));
    throw new IllegalArgumentException(
        "there is no strategy '%s'%s; there are: %s"
            .formatted(
                name,
                near.isEmpty() ? "" : ", did you mean " + near + "?",
                String.join(", ", byName().keySet())));
  }

  /** What a strategy lacks for a workload, in words; null if nothing. */
  public static @Nullable String needs(Strategy strategy, Workload workload) {
    return workload.rail() == null || strategy.hasSection()
        ? null
        : "a critical section to pay in, and opens none";
  }

  /** Options that a workload gives and that the strategy does nothing with. */
  public static List<String> ignored(Strategy strategy, Workload workload) {
    List<String> ignored = new ArrayList<>();
    if (workload.lease() != null) {
      ignored.add(Strategy.Setting.LEASE.option());
    }
    if (!workload.waitFor().isZero()) {
      ignored.add(Strategy.Setting.WAIT.option());
    }
    if (workload.onBusy() != Workload.OnBusy.SKIP) {
      ignored.add(Strategy.Setting.ON_BUSY.option());
    }
    strategy.honours().forEach(honoured -> ignored.remove(honoured.option()));
    return ignored;
  }

  /** The strategies that a class loader finds, by name. */
  static Map<String, Strategy> load(ClassLoader loader) {
    Map<String, Strategy> found = new TreeMap<>();
    Iterator<Strategy> providers = ServiceLoader.load(Strategy.class, loader).iterator();
    for (Strategy strategy = next(providers); strategy != null; strategy = next(providers)) {
      String name = name(strategy);
      Strategy other = found.put(name, strategy);
      if (other != null || Limits.isOne(name)) {
        throw twice(name, other, strategy);
      }
    }
    return found;
  }

  private static UsageException twice(String name, @Nullable Strategy other, Strategy strategy) {
    return new UsageException(
        "two strategies are called '%s': %s and %s; what name() returns must be unique"
            .formatted(
                name,
                other == null ? "a limit of the lab's" : other.getClass().getName(),
                strategy.getClass().getName()));
  }

  private static @Nullable Strategy next(Iterator<Strategy> providers) {
    try {
      return providers.hasNext() ? providers.next() : null;
    } catch (ServiceConfigurationError | LinkageError e) {
      // What the loader says begins with the service's name, and what is behind it says more.
      String why =
          e.getCause() == null ? String.valueOf(e.getMessage()) : Errors.named(e.getCause());
      throw new UsageException(
          "a strategy on the class path cannot be loaded: "
              + why.replace(Strategy.class.getName() + ": ", ""));
    }
  }

  private static String name(Strategy strategy) {
    String kind = strategy.getClass().getName();
    String name;
    try {
      name = strategy.name();
    } catch (RuntimeException | Error e) {
      throw new UsageException("the strategy " + kind + " has no name: " + Errors.named(e));
    }
    if (name == null || !NAME.matcher(name).matches()) {
      throw new UsageException(
          "the strategy %s is called '%s': a name has lower-case letters, digits and dashes only"
              .formatted(kind, name));
    }
    return name;
  }

  /** Edit distance of Levenshtein (1965), by rows. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
