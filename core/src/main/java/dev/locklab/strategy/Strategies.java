package dev.locklab.strategy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All strategies on the class path. */
public final class Strategies {

  private static final Map<String, Strategy> BY_NAME = load();

  private Strategies() {}

  /** Every strategy, by promise and then by name. */
  public static List<Strategy> all() {
    return BY_NAME.values().stream()
        .sorted(Comparator.comparing(Strategy::promise).thenComparing(Strategy::name))
        .toList();
  }

  /**
   * The strategy of that name, or the limit ({@link Limits}).
   *
   * @throws IllegalArgumentException naming those of a similar name, and the whole list
   */
  public static Strategy named(String name) {
    Strategy strategy = BY_NAME.getOrDefault(name, Limits.named(name));
    if (strategy != null) {
      return strategy;
    }
    String near =
        BY_NAME.keySet().stream()
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
                String.join(", ", BY_NAME.keySet())));
  }

  private static Map<String, Strategy> load() {
    Map<String, Strategy> found = new TreeMap<>();
    for (Strategy strategy : ServiceLoader.load(Strategy.class)) {
      Strategy other = found.put(strategy.name(), strategy);
      if (other != null) {
        throw new IllegalStateException(
            "two strategies are called '%s': %s and %s"
                .formatted(strategy.name(), other.getClass(), strategy.getClass()));
      }
    }
    return found;
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
