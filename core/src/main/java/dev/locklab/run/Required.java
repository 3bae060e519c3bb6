package dev.locklab.run;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the records that are read from outside insist on, and how that is said. */
final class Required {

  private Required() {}

  /**
   * A value that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  static <T> T present(String key, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("the key '" + key + "' must not be null");
    }
    return value;
  }

  /**
   * A list that may be absent, in which nothing may be.
   *
   * @throws IllegalArgumentException if something is
   */
  static <T> List<T> list(String key, @Nullable List<T> values) {
    if (values == null) {
      return List.of();
    }
    if (values.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("the key '" + key + "' must not have null in its list");
    }
    return List.copyOf(values);
  }

  /**
   * Values by name, likewise.
   *
   * @throws IllegalArgumentException if a value is absent
   */
  static <V> Map<String, V> map(String key, @Nullable Map<String, V> values) {
    if (values == null) {
      return Map.of();
    }
    if (values.values().stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("the key '" + key + "' must not have null in it");
    }
    return Map.copyOf(values);
  }
}
