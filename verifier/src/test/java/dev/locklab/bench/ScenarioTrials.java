package dev.locklab.bench;

import dev.locklab.audit.Findings;
import dev.locklab.exit.UnavailableException;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.scenario.Scenarios;
import dev.locklab.strategy.Strategies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Plays scenarios over and over and prints how often each grade came out, and whether that is what
 * the scenario predicts: {@code ScenarioTrials SCENARIO,... STRATEGY,... TIMES AT_ONCE
 * [without-faults]}. Each run that is not as predicted is told with its folder.
 */
public final class ScenarioTrials {

  private ScenarioTrials() {}

  public static void main(String... args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    int times = Integer.parseInt(args[2]);
    ScenarioPlayer player = ScenarioPlayer.keepingIn(Path.of(".locklab/trials"));
    int atOnce = Integer.parseInt(args[3]);
    if (args.length > 4) {
      player = player.withoutFaults();
    }
    player.prepareForMany();
    List<Scenario> scenarios =
        args[0].equals("all")
            ? Scenarios.all()
            : Stream.of(args[0].split(",", -1)).map(Scenarios::named).toList();
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try (ScenarioPlayer all = player) {
      List<Future<String>> trials = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        for (String strategy : args[1].split(",", -1)) {
          if (scenario.appliesTo(Strategies.named(strategy))) {
            trials.add(threads.submit(() -> play(all, scenario, strategy, times)));
          }
        }
      }
      for (Future<String> trial : trials) {
        System.out.print(trial.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static String play(ScenarioPlayer player, Scenario scenario, String strategy, int times)
      throws InterruptedException {
    Map<String, Integer> grades = new TreeMap<>();
    StringBuilder others = new StringBuilder();
    String last = "";
    long begun = System.nanoTime();
    for (int i = 0; i < times; i++) {
      RunResult result;
      try {
        result = player.play(scenario, strategy, RunListener.NONE);
      } catch (UnavailableException e) {
        grades.merge("not played: " + e.getMessage(), 1, Integer::sum);
        others.append(String.format(Locale.ROOT, "    not played%n"));
        continue;
      }
      Findings findings = result.findings();
      grades.merge(findings.grade().name(), 1, Integer::sum);
      boolean predicted = scenario.isExpected(Strategies.named(strategy), findings);
      last =
          "%s; %s; lost %d; recovery %s; %s"
              .formatted(
                  findings.verdict(),
                  findings.gradeReason(),
                  findings.lost(),
                  Objects.toString(findings.recovery()),
                  result.folder());
      if (!predicted) {
        others.append(String.format(Locale.ROOT, "    not as predicted: %s%n", last));
      }
    }
    return String.format(
        Locale.ROOT,
        "%-26s %-14s %s %s (%.1f s each)%n%s    last: %s%n",
        scenario.name(),
        strategy,
        grades,
        others.isEmpty() ? "as predicted" : "NOT AS PREDICTED",
        (System.nanoTime() - begun) / 1e9 / times,
        others,
        last);
  }
}
