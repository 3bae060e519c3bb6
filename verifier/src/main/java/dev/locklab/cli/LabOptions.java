package dev.locklab.cli;

import dev.locklab.lab.Crew;
import dev.locklab.lab.Lab;
import dev.locklab.options.NodeOptions;
import dev.locklab.options.RedisOptions;
import dev.locklab.options.UnavailableException;
import dev.locklab.options.UsageException;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerInfo;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where runs are made, by workers of whose, and where they are kept. */
final class LabOptions {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Mixin private RedisOptions redis = new RedisOptions();

  @Mixin private NodeOptions nodes = new NodeOptions();

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
   */
  Lab open(int workers, Path folder) {
    if (join != null && redis.subject() == null) {
      throw new UsageException("--join needs --redis: nobody can join an embedded Redis");
    }
    return Lab.on(redis.subject())
        .control(redis.control())
        .nodes(nodes.addresses(redis))
        .authority(redis.authority())
        .crew(crew(workers))
        .results(folder)
        .open();
  }

  /** What a strategy needs that is not to be had here, in words; null if it can be run. */
  @Nullable String needs(Strategy strategy, ServerInfo server) {
    if (strategy.nodes() > 0 && join != null && nodes.addresses(redis).isEmpty()) {
      return "--nodes, for nobody can join an embedded Redis";
    }
    return strategy.needs(server);
  }

  /**
   * Looks whether a lab's server can run a strategy.
   *
   * @throws UnavailableException saying what it would need, if not
   */
  static void requireAvailable(Lab lab, Strategy strategy) {
    ServerInfo server = StrategiesCommand.server(lab.subject());
    String needs = strategy.needs(server);
    if (needs != null) {
      throw new UnavailableException(strategy.name() + " needs " + needs + ", this is " + server);
    }
  }

  /** A folder of its own for several runs that belong together. */
  Path stamped(String what) {
    return results.resolve(LocalDateTime.now(ZoneId.systemDefault()).format(STAMP) + "-" + what);
  }

  /** Those who will work: that many of our own, unless others join. */
  Crew crew(int workers) {
    try {
      if (join == null) {
        return Crew.own(workers);
      }
      boolean more = join.endsWith("+");
      int count = Integer.parseInt(more ? join.substring(0, join.length() - 1) : join);
      return more ? Crew.joinAtLeast(count, joinTimeout) : Crew.join(count, joinTimeout);
    } catch (NumberFormatException e) {
      throw new UsageException("--join: '" + join + "' is not a number of workers; write 4 or 4+");
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
        + (join == null ? "" : " --join " + join);
  }
}
