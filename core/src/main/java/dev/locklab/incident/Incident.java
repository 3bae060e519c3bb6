package dev.locklab.incident;

import dev.locklab.strategy.Library;
import dev.locklab.strategy.Strategies;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fault of a lock library that its users have met and that is public: what they saw, and a
 * program that does it again. The program is run in JVMs of their own, once with a version that has
 * the fault and once with one that is repaired. Found by {@link java.util.ServiceLoader}; one class
 * is all that an incident is. It must be loadable where its library is not: what names the
 * library's classes is in a class nested in it.
 */
public interface Incident {

  /** Unique, as in {@code scenario NAME}: the library and the number of the issue. */
  String name();

  /** Where it is told: {@code owner/repository#number}, as GitHub has it. */
  String issue();

  /** What its users saw, in one sentence. */
  String users();

  /** What is done again here and what it proves, in one sentence. */
  String proves();

  /** The versions that have the fault and those that have it no more, in words. */
  String versions();

  /** A strategy whose lock is of the same library. */
  String strategy();

  /** The version that is to show the fault. */
  String broken();

  /**
   * The version that is to show it no more: the first that can be had.
   *
   * @return null where there is none
   */
  @Nullable String mended();

  /**
   * What its users must do besides having that version.
   *
   * @return an option of the library, in words; null where the version is all
   */
  default @Nullable String remedy() {
    return null;
  }

  /**
   * Where it is a race that cannot be decided: the least share of runs that show it with the broken
   * version.
   */
  default double share() {
    return 1;
  }

  /** Whether its servers are a cluster rather than a single one. */
  default boolean needsCluster() {
    return false;
  }

  /**
   * Does it again, in a JVM that has the library in one of the versions.
   *
   * @throws Undecided if what it builds upon does not come about
   * @throws Exception whatever the library throws that is not what is looked for
   */
  Observation reenact(Stage stage) throws Exception;

  /**
   * The part of a further JVM, which {@link Stage#start} starts; it ends when this returns.
   *
   * @param part which, where there are several
   * @throws Exception whatever the library throws
   */
  default void play(String part, Stage stage) throws Exception {
    throw new IllegalArgumentException(name() + " has no part '" + part + "'");
  }

  /** The library that it is of. */
  default Library library() {
    return Objects.requireNonNull(Strategies.named(strategy()).library(), strategy());
  }
}
