package dev.locklab.cli;

import dev.locklab.archive.ResultsFolder;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.lab.Crew;
import dev.locklab.lab.Lab;
import dev.locklab.options.HelpGroup;
import dev.locklab.options.NodeOptions;
import dev.locklab.options.RedisOptions;
import dev.locklab.options.WholeNumbers;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerInfo;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where runs are made, by workers of whose, and where they are kept. */
@HelpGroup("Workers that others start")
final class LabOptions {

  @Mixin private RedisOptions redis = new RedisOptions();

  @Mixin private NodeOptions nodes = new NodeOptions();

  @Option(
      names = "--rail-server",
      paramLabel = "URL",
      description = "Where --workload payments pays. Default: an embedded Redis.")
  private @Nullable RedisAddress railServer;

  @Option(
      names = "--join",
      paramLabel = "N[+]",
      description = "Wait for N workers that others start; N+ takes all that come, N at the least.")
  private @Nullable String join;

  @Option(
      names = "--join-timeout",
      paramLabel = "D",
      description = "How long to wait for them. Default: ${DEFAULT-VALUE}.",
      defaultValue = "60s")
  private Duration joinTimeout = Duration.ZERO;

  @HelpGroup("Redis")
  @Option(
      names = "--redis-timeout",
      paramLabel = "D",
      description =
          "How long to wait for Redis to come up. Default: as long as for workers that join;"
              + " without them, it must be there.")
  private @Nullable Duration redisTimeout;

  @Mixin private LibraryOptions libraries = new LibraryOptions();

  @Mixin LiveOptions live = new LiveOptions();

  @HelpGroup(HelpGroup.OUTPUT)
  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where runs are kept. Default: ${DEFAULT-VALUE}.",
      defaultValue = ".locklab")
  Path results = Path.of(".locklab");

  /**
   * The lab to make runs in.
   *
   * @param workers how many worker JVMs to start where nobody joins
   * @param display is told what is being done
   */
  Lab open(int workers, Path folder, Display display) {
    if (join != null && libraries.isGiven()) {
      throw new UsageException(
          "--with is for workers that the lab starts; those that join have the class path that they"
              + " were started with");
    }
    if (join != null && redis.subject() == null) {
      throw new UsageException("--join needs --redis: nobody can join an embedded Redis");
    }
    display.opening(redis.subject(), crew(workers));
    return Lab.on(redis.subject())
        .control(redis.control())
        .nodes(nodes.addresses(redis))
        .rail(railServer == null ? null : redis.login(railServer))
        .authority(redis.authority())
        .patience(redisPatience(), display::say)
        .crew(crew(workers))
        .libraries(libraries.libraries())
        .results(folder)
        .open();
  }

  /** Who waits for workers of others may have been started with them, and ahead of Redis. */
  private Duration redisPatience() {
    return Objects.requireNonNullElse(redisTimeout, join == null ? Duration.ZERO : joinTimeout);
  }

  /**
   * Looks whether a lab's servers can run a strategy.
   *
   * @throws UnavailableException saying what it would need, if not, or which library is missing
   * @throws UsageException if workers that others start could not reach its servers
   */
  static void requireAvailable(Lab lab, Strategy strategy) {
    ServerInfo server = lab.server();
    String needs = strategy.needs(server);
    if (needs != null) {
      throw new UnavailableException(strategy.name() + " needs " + needs + ", this is " + server);
    }
    lab.nodes(strategy);
    lab.fetch(strategy);
  }

  /** A folder of its own for several runs that belong together. */
  Path stamped(String what) {
    return results.resolve(ResultsFolder.stamp() + "-" + what);
  }

  /** Those who will work: that many of our own, unless others join. */
  Crew crew(int workers) {
    try {
      if (join == null) {
        return Crew.own(workers);
      }
      boolean more = join.endsWith("+");
      int count = WholeNumbers.parseInt(more ? join.substring(0, join.length() - 1) : join);
      return more ? Crew.joinAtLeast(count, joinTimeout) : Crew.join(count, joinTimeout);
    } catch (IllegalArgumentException e) {
      throw new UsageException((join == null ? "--workers: " : "--join: ") + e.getMessage());
    }
  }

  /** Whether whoever comes takes part. */
  boolean isOpen() {
    return join != null && join.endsWith("+");
  }

  /** What of these a command must say again to come to the same place; passwords are left out. */
  String again() {
    RedisAddress subject = redis.subject();
    RedisAddress control = redis.control();
    return (subject == null ? "" : " --redis " + subject)
        + (control == null ? "" : " --control " + control)
        + (join == null ? "" : " --join " + join)
        + libraries.again();
  }
}
