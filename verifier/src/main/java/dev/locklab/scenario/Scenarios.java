package dev.locklab.scenario;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** All scenarios that are on the class path. */
public final class Scenarios {

  private static final List<Scenario> ALL =
      ServiceLoader.load(Scenario.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparingInt(Scenario::order).thenComparing(Scenario::name))
          .toList();

  private Scenarios() {}

  /** All, in the order of a list. */
  public static List<Scenario> all() {
    return ALL;
  }

  /** The scenario of that name; none where it is somebody else's, who is not on the class path. */
  static Optional<Scenario> find(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }

  /**
   * The scenario of that name.
   *
   * @throws IllegalArgumentException naming those that there are, if there is none
   */
  public static Scenario named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no scenario '%s'; there are %s"
                        .formatted(
                            name,
                            ALL.stream().map(Scenario::name).collect(Collectors.joining(", ")))));
  }
}
