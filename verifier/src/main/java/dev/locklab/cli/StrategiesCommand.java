package dev.locklab.cli;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.options.RedisOptions;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerInfo;
import dev.locklab.redis.StoreException;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the strategies. */
@Command(
    name = "strategies",
    mixinStandardHelpOptions = true,
    description =
        "List the strategies: what each promises and costs, where it is described, which options it"
            + " honours, and whether the given server (else the embedded one) can run it.")
final class StrategiesCommand implements Callable<Integer> {

  @Mixin private RedisOptions redis = new RedisOptions();

  @Override
  public Integer call() {
    RedisAddress subject = redis.subject();
    if (subject != null) {
      list(server(subject));
    } else {
      try (EmbeddedRedis embedded = EmbeddedRedis.start()) {
        list(server(embedded.address()));
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

  private static void list(ServerInfo server) {
    System.out.println("On " + server + ":");
    for (Strategy strategy : Strategies.all()) {
      String needs = strategy.needs(server);
      System.out.printf("%-12s %s%n", strategy.name(), strategy.summary());
      say("promises", strategy.promise().words());
      say("costs", strategy.roundTrips().isEmpty() ? "" : "round trips: " + strategy.roundTrips());
      say(
          "honours",
          strategy.honours().stream()
              .map(Strategy.Setting::option)
              .sorted()
              .collect(Collectors.joining(" ")));
      say("see", strategy.reference());
      say("available", needs == null ? "yes" : "no, needs " + needs);
    }
  }

  private static void say(String what, String words) {
    if (!words.isEmpty()) {
      System.out.printf("%-12s %-10s %s%n", "", what + ":", words);
    }
  }
}
