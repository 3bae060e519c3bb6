package dev.locklab.strategy;

import dev.locklab.options.Versions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The library that a strategy's lock is of, as a Maven repository has it.
 *
 * @param artifact {@code group:artifact}
 * @param version the one that the strategy was written against, and that is used where the user
 *     names none
 * @param since the oldest version with which the strategy is known to work
 * @param member the name of a class of it, by which is seen whether it is loaded, and in which
 *     version
 * @param with what it leaves to its users to choose and cannot do without, each {@code
 *     group:artifact}, in the version that it was built with, or {@code group:artifact:version}
 */
public record Library(
    String artifact, String version, String since, String member, List<String> with) {

  public Library {
    with = List.copyOf(with);
  }

  /** What it is called in results: its artifact without the group. */
  public String name() {
    return artifact.substring(artifact.indexOf(':') + 1);
  }

  /** It in another version. */
  public Library at(String other) {
    return new Library(artifact, other, since, member, with);
  }

  /** All that must be on a class path for it. */
  public List<String> coordinates() {
    List<String> all = new ArrayList<>(List.of(artifact + ":" + version));
    all.addAll(with);
    return all;
  }

  /** Its version on the class path; null where it is not there. */
  public @Nullable String loaded() {
    return Versions.loaded(name(), member, version);
  }
}
