package dev.locklab.cli;

import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists the strategies. */
@Command(
    name = "strategies",
    mixinStandardHelpOptions = true,
    description = "List the strategies, what each promises, and which options it honours.")
final class StrategiesCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    for (Strategy strategy : Strategies.all()) {
      String options =
          strategy.honours().stream()
              .map(Strategy.Setting::option)
              .sorted()
              .collect(Collectors.joining(" "));
      System.out.printf(
          "%-12s %s%n%-12s promises: %s%s%n",
          strategy.name(),
          strategy.summary(),
          "",
          strategy.promise().words(),
          options.isEmpty() ? "" : "; honours " + options);
    }
    return 0;
  }
}
