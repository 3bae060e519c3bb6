package dev.locklab.incident;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** All incidents on the class path. */
public final class Incidents {

  private static final List<Incident> ALL =
      ServiceLoader.load(Incident.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(Incidents::key))
          .toList();

  private Incidents() {}

  /** By library, and then by the number of the issue, however many digits it has. */
  private static String key(Incident incident) {
    String name = incident.name();
    String number = name.replaceFirst(".*-", "");
    return name.substring(0, name.length() - number.length())
        + "0".repeat(9 - number.length())
        + number;
  }

  /** All, in the order of a list. */
  public static List<Incident> all() {
    return ALL;
  }

  /** The incident of that name. */
  public static Optional<Incident> find(String name) {
    return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
