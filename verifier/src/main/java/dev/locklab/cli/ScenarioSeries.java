package dev.locklab.cli;

import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.scenario.ScenarioRuns;
import dev.locklab.scenario.Topology;
import dev.locklab.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Plays many scenarios, some at once. */
final class ScenarioSeries {

  /** From so many on it is worth to make ready for many. */
  private static final int MANY = 8;

  /** A strategy that is to be put to the test under a scenario. */
  record Place(Scenario scenario, Topology topology, Strategy strategy) {

    String title() {
      return scenario.name() + ", " + strategy.name();
    }
  }

  private final ScenarioPlayer player;
  private final int atOnce;
  private final Watching watching;
  private final List<Judged> made = new ArrayList<>();

  /**
   * @param atOnce how many are played at the same time
   * @param watching is told of all
   */
  ScenarioSeries(ScenarioPlayer player, int atOnce, Watching watching) {
    this.player = player;
    this.atOnce = atOnce;
    this.watching = watching;
  }

  /** What has been played up to now, whatever came after. */
  List<Judged> made() {
    return made;
  }

  /**
   * Plays all until done or stopped; once one cannot be played, those that have begun are given up.
   */
  void play(List<Place> places, Display display) throws Exception {
    if (places.size() == 1) {
      display.scene(places.get(0).scenario().name());
      keep(play(places.get(0), display));
      return;
    }
    if (places.size() >= MANY) {
      String ready = "making ready for " + places.size() + " scenarios";
      display.say(ready);
      watching.say(ready);
      player.prepareForMany();
      display.close();
    }
    try (SceneProgress progress = new SceneProgress(places.size())) {
      List<Callable<@Nullable RunResult>> parts = new ArrayList<>();
      // A place that its turn finds stopped has no result.
      places.forEach(place -> parts.add(() -> player.isStopped() ? null : play(place, progress)));
      Series.all(atOnce, parts, this::keep);
    }
  }

  private void keep(RunResult result) {
    made.add(result.judged());
    result.requireKept();
  }

  private RunResult play(Place place, SceneProgress progress) throws InterruptedException {
    progress.begins(place.title());
    RunResult result = play(place, RunListener.NONE);
    Findings findings = result.findings();
    progress.ends(
        place.title(),
        findings.grade() + (findings.lost() == 0 ? "" : ", lost " + findings.lost()));
    return result;
  }

  private RunResult play(Place place, RunListener listener) throws InterruptedException {
    return player.play(
        place.scenario(),
        place.topology(),
        place.strategy().name(),
        watching.and(
            listener, ScenarioRuns.title(place.scenario().name(), place.topology().key())));
  }
}
