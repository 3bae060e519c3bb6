package dev.locklab.bench;

import dev.locklab.audit.Findings;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.scenario.Scenarios;
import dev.locklab.strategy.Strategies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Plays scenarios over and over and prints how often each grade came out, and whether that is what
 * the scenario predicts: {@code ScenarioTrials SCENARIO,... STRATEGY,... TIMES [without-faults]}.
 */
public final class ScenarioTrials {

  private ScenarioTrials() {}

  public static void main(String... args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    int times = Integer.parseInt(args[2]);
    ScenarioPlayer player = ScenarioPlayer.keepingIn(Path.of(".locklab/trials"));
    if (args.length > 3) {
      player = player.withoutFaults();
    }
    List<Scenario> scenarios =
        args[0].equals("all")
            ? Scenarios.all()
            : Stream.of(args[0].split(",", -1)).map(Scenarios::named).toList();
    for (Scenario scenario : scenarios) {
      for (String strategy : args[1].split(",", -1)) {
        if (scenario.appliesTo(Strategies.named(strategy))) {
          play(player, scenario, strategy, times);
        }
      }
    }
  }

  private static void play(ScenarioPlayer player, Scenario scenario, String strategy, int times)
      throws InterruptedException {
    Map<String, Integer> grades = new TreeMap<>();
    String last = "";
    boolean predicted = true;
    long begun = System.nanoTime();
    for (int i = 0; i < times; i++) {
      RunResult result = player.play(scenario, strategy, RunListener.NONE);
      Findings findings = result.findings();
      grades.merge(findings.grade().name(), 1, Integer::sum);
      predicted &=
          scenario.expected(Strategies.named(strategy).promise()).contains(findings.grade());
      last =
          "%s; %s; lost %d; recovery %s; %s"
              .formatted(
                  findings.verdict(),
                  findings.gradeReason(),
                  findings.lost(),
                  Objects.toString(findings.recovery()),
                  result.folder());
    }
    System.out.printf(
        "%-26s %-14s %s %s (%.1f s each)%n    %s%n",
        scenario.name(),
        strategy,
        grades,
        predicted ? "as predicted" : "NOT AS PREDICTED",
        (System.nanoTime() - begun) / 1e9 / times,
        last);
  }
}
