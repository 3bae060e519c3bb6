package dev.locklab.cli;

import dev.locklab.exit.UnavailableException;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.options.RedisOptions;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerInfo;
import dev.locklab.redis.StoreException;
import dev.locklab.strategy.Library;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the strategies. */
@Command(
    name = "strategies",
    mixinStandardHelpOptions = true,
    description =
        "List the strategies: what each promises and costs, where it is described, which options it"
            + " honours, and whether the given server (else the embedded one) can run it.",
    footer = {
      "",
      "Examples:",
      "  verifier strategies",
      "  verifier strategies --redis redis://redis.example:6379"
    })
final class StrategiesCommand implements Callable<Integer> {

  @Mixin private RedisOptions redis = new RedisOptions();

  @Override
  public Integer call() {
    // Before a server is started or asked: what is wrong with a strategy has nothing to do with it.
    List<Strategy> strategies = Strategies.known();
    RedisAddress subject = redis.subject();
    if (subject != null) {
      list(strategies, server(subject));
    } else {
      try (EmbeddedRedis embedded = EmbeddedRedis.start()) {
        list(strategies, server(embedded.address()));
      }
    }
    return 0;
  }

  /**
   * What that server is.
   *
   * @throws UnavailableException if it does not answer
   */
  static ServerInfo server(RedisAddress address) {
    try {
      return ServerInfo.of(address, "locklab-verifier");
    } catch (StoreException e) {
      throw new UnavailableException("no Redis to be had: " + Errors.rootMessage(e));
    }
  }

  private static void list(List<Strategy> strategies, ServerInfo server) {
    Console.print("On " + server + ":");
    for (Strategy strategy : strategies) {
      String needs = needs(strategy, server);
      Console.print(String.format(Locale.ROOT, "%-12s %s", strategy.name(), strategy.summary()));
      say("promises", strategy.promise().words());
      say("costs", strategy.roundTrips().isEmpty() ? "" : "round trips: " + strategy.roundTrips());
      say(
          "honours",
          strategy.honours().stream()
              .map(Strategy.Setting::option)
              .sorted()
              .collect(Collectors.joining(" ")));
      Library library = strategy.library();
      say(
          "versions",
          library == null ? "" : "%s from %s on".formatted(library.name(), library.since()));
      say("see", strategy.reference());
      say("available", needs == null ? "yes" : "no, needs " + needs);
    }
  }

  private static @Nullable String needs(Strategy strategy, ServerInfo server) {
    String needs = strategy.needs(server);
    Library library = strategy.library();
    return needs != null || library == null || Strategies.isCarried(strategy)
        ? needs
        : String.join(" and ", library.coordinates())
            + ", fetched where the strategy is asked for by name";
  }

  private static void say(String what, String words) {
    if (!words.isEmpty()) {
      Console.print(String.format(Locale.ROOT, "%-12s %-10s %s", "", what + ":", words));
    }
  }
}
