package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.VersionScheme;

/**
 * What must stand ahead of the lab's own classes for a strategy: its library in the version that is
 * wanted, and what that needs, as the user's Maven would get it: with its settings, mirrors and
 * local repository.
 */
public final class Libraries {

  /**
   * Groups of what a worker itself is made of. What a library brings of them is left out, unless
   * the user names it: it is often too old for the worker, and no lock depends on it.
   */
  private static final Set<String> WORKERS_OWN =
      Set.of(
          "com.fasterxml.jackson.core",
          "com.fasterxml.jackson.dataformat",
          "info.picocli",
          "org.hdrhistogram",
          "org.jspecify",
          "org.slf4j",
          "redis.clients");

  /** That of which all of Netty is made. */
  private static final String NETTY = "io.netty:netty-common";

  /** What not all libraries bring of it and the worker has, in its own version. */
  private static final List<String> NETTY_BESIDES = List.of("io.netty:netty-resolver-dns");

  private final List<String> with;
  private final boolean offline;
  private final List<Path> further;
  private final Map<List<String>, String> resolved = new HashMap<>();

  /**
   * Libraries that are fetched when they are asked for.
   *
   * @param with what else must come first on every class path, each {@code group:artifact:version}
   * @param offline whether only what is in the local repository is to be had
   * @throws UsageException if one of them is written otherwise
   */
  public Libraries(List<String> with, boolean offline) {
    this(with, offline, List.of());
  }

  private Libraries(List<String> with, boolean offline, List<Path> further) {
    this.offline = offline;
    this.with = List.copyOf(with);
    this.further = List.copyOf(further);
    for (String one : with) {
      try {
        new DefaultArtifact(one);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--with takes group:artifact:version, not '%s'".formatted(one));
      }
    }
  }

  /** The same, and that folder or jar after all else on every class path. */
  public Libraries and(Path classes) {
    List<Path> more = new ArrayList<>(further);
    more.add(classes);
    return new Libraries(with, offline, more);
  }

  /**
   * The class path of the workers that run a strategy.
   *
   * @throws UnavailableException saying what is missing, if it cannot be had
   * @throws UsageException if its version is older than any that the strategy works with
   */
  public synchronized String classPath(Strategy strategy) {
    List<String> wanted = new ArrayList<>(with);
    Library library = strategy.library();
    if (library != null && !Strategies.isCarried(strategy)) {
      requireKnown(strategy, library);
      wanted.addAll(library.coordinates());
    }
    StringBuilder own = new StringBuilder(WorkerJvm.USUAL.classPath());
    further.forEach(one -> own.append(File.pathSeparatorChar).append(one));
    if (wanted.isEmpty()) {
      return own.toString();
    }
    String known = resolved.get(wanted);
    if (known == null) {
      known = resolve(strategy.name(), wanted);
      resolved.put(wanted, known);
    }
    return known + File.pathSeparator + own;
  }

  /** What has not yet what the strategy calls is better refused here than met by every worker. */
  private static void requireKnown(Strategy strategy, Library library) {
    if (isBefore(library.version(), library.since())) {
      throw new UsageException(
          "%s is too old for this strategy, which needs %s of %s or later, such as %s"
              .formatted(
                  strategy.name(),
                  library.name(),
                  library.since(),
                  strategy.name().replaceFirst("@.*", "@" + library.since())));
    }
  }

  private static boolean isBefore(String version, String other) {
    VersionScheme scheme = new GenericVersionScheme();
    try {
      return scheme.parseVersion(version).compareTo(scheme.parseVersion(other)) < 0;
    } catch (InvalidVersionSpecificationException e) {
      throw new UsageException("'%s' is no version: %s".formatted(version, e.getMessage()));
    }
  }

  private String resolve(String strategy, List<String> wanted) {
    ContextOverrides settings =
        ContextOverrides.create()
            .withUserSettings(true)
            .offline(offline ? Boolean.TRUE : null)
            .build();
    try (Context maven = Runtimes.INSTANCE.getRuntime().create(settings)) {
      List<Artifact> found = new Resolution(maven).resolve(wanted);
      return found.stream()
          .filter(one -> !WORKERS_OWN.contains(one.getGroupId()) || isNamed(one, wanted))
          .map(one -> one.getFile().toString())
          .collect(Collectors.joining(File.pathSeparator));
    } catch (RepositoryException e) {
      throw new UnavailableException(
          "%s needs %s, which cannot be had: %s"
              .formatted(strategy, String.join(" and ", wanted), e.getMessage()));
    }
  }

  /** Finds artifacts and all that they need. */
  private record Resolution(Context maven) {

    List<Artifact> resolve(List<String> wanted) throws RepositoryException {
      List<String> whole = wanted.stream().filter(Resolution::hasVersion).toList();
      List<Artifact> found = dependencies(whole);
      List<String> further = new ArrayList<>(whole);
      for (String one : wanted) {
        if (!hasVersion(one)) {
          further.add(one + ":" + versionOf(one, found));
        }
      }
      return withAllOfNetty(
          further, further.size() == whole.size() ? found : dependencies(further));
    }

    /** Netty's parts must be of one version, and a library may find those that it did not bring. */
    private List<Artifact> withAllOfNetty(List<String> wanted, List<Artifact> found)
        throws RepositoryException {
      Optional<Artifact> netty =
          found.stream().filter(one -> isNamed(one, List.of(NETTY + ":"))).findFirst();
      if (netty.isEmpty()) {
        return found;
      }
      List<String> all = new ArrayList<>(wanted);
      NETTY_BESIDES.forEach(one -> all.add(one + ":" + netty.get().getVersion()));
      return dependencies(all);
    }

    private static boolean hasVersion(String coordinates) {
      return coordinates.indexOf(':') != coordinates.lastIndexOf(':');
    }

    private List<Artifact> dependencies(List<String> wanted) throws RepositoryException {
      CollectRequest all = new CollectRequest().setRepositories(maven.remoteRepositories());
      wanted.forEach(
          one -> all.addDependency(new Dependency(new DefaultArtifact(one), JavaScopes.RUNTIME)));
      DependencyRequest request =
          new DependencyRequest(all, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
      return maven
          .repositorySystem()
          .resolveDependencies(maven.repositorySystemSession(), request)
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .toList();
    }

    /** The version in which one of those has it for its optional dependency. */
    private String versionOf(String named, List<Artifact> among) throws RepositoryException {
      for (Artifact one : among) {
        ArtifactDescriptorRequest ask =
            new ArtifactDescriptorRequest(one, maven.remoteRepositories(), null);
        for (Dependency dependency :
            maven
                .repositorySystem()
                .readArtifactDescriptor(maven.repositorySystemSession(), ask)
                .getDependencies()) {
          Artifact optional = dependency.getArtifact();
          if (named.equals(optional.getGroupId() + ":" + optional.getArtifactId())) {
            return optional.getVersion();
          }
        }
      }
      throw new RepositoryException("none of its parts says in which version it wants " + named);
    }
  }

  private static boolean isNamed(Artifact found, List<String> wanted) {
    String name = found.getGroupId() + ":" + found.getArtifactId() + ":";
    return wanted.stream().anyMatch(one -> one.startsWith(name));
  }
}
