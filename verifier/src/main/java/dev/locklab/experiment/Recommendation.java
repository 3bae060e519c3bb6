package dev.locklab.experiment;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What somebody who must choose should make of an experiment, in plain words: derived from the
 * figures, and for what no figure of a run without faults can show, from scenarios or promises.
 */
public final class Recommendation {

  /** More are counted. */
  private static final int MOST_SCENARIOS = 3;

  private final Experiment experiment;
  private final List<String> sentences = new ArrayList<>();

  private Recommendation(Experiment experiment) {
    this.experiment = experiment;
  }

  /** The sentences, in the order in which they are to be read. */
  public static List<String> of(Experiment experiment) {
    Recommendation recommendation = new Recommendation(experiment);
    recommendation.money();
    recommendation.sentences.addAll(Choices.of(experiment));
    recommendation.faults();
    recommendation.sentences.addAll(Saturation.of(experiment));
    recommendation.sentences.addAll(Beginnings.of(experiment));
    recommendation.proviso();
    return recommendation.sentences;
  }

  /** Who lost money, and who did not. */
  private void money() {
    List<String> seen = new ArrayList<>();
    for (StrategyProfile profile : experiment.legend()) {
      List<Cell> cells = cells(cell -> cell.profile().equals(profile) && cell.wasRun());
      if (profile.isLimit() || cells.isEmpty()) {
        continue;
      }
      String name = profile.name();
      long lost = cells.stream().mapToLong(Cell::lost).sum();
      long applied = cells.stream().mapToLong(Cell::applied).sum();
      boolean broken = cells.stream().anyMatch(cell -> cell.grade() == Grade.FAILED);
      if (lost > 0) {
        seen.add(
            "%s lost %s of %s updates%s"
                .formatted(
                    name,
                    Amounts.plain(lost),
                    Amounts.plain(applied),
                    broken ? " and broke its promise" : ""));
      }
      for (Cell cell : cells) {
        Verdict verdict = cell.verdict();
        if (lost == 0 && verdict != null && verdict != Verdict.CONSISTENT) {
          seen.add(
              name + ": " + verdict.words() + (broken ? ", though it promised otherwise" : ""));
          break;
        }
      }
    }
    String none = names(cell -> isKept(cell) && cell.profile().promise() != Promise.NONE);
    if (!none.isEmpty()) {
      seen.add(none + " lost none");
    }
    if (!seen.isEmpty()) {
      sentences.add(String.join("; ", seen) + ".");
    }
    String lucky = names(cell -> isKept(cell) && cell.profile().promise() == Promise.NONE);
    if (!lucky.isEmpty()) {
      sentences.add(
          lucky + " lost nothing this time, but " + "promised nothing either: that was luck.");
    }
  }

  /** What no run without faults shows: by scenarios where they were played, else by promises. */
  private void faults() {
    List<String> shown = new ArrayList<>();
    for (StrategyProfile profile : experiment.legend()) {
      shown.addAll(shown(profile.name()));
    }
    if (!shown.isEmpty()) {
      sentences.add(
          "Under faults (%s): %s."
              .formatted(experiment.faults().where(), String.join("; ", shown)));
    }
    promises();
  }

  private List<String> shown(String strategy) {
    FaultsShown faults = experiment.faults();
    List<String> told = new ArrayList<>();
    List<String> broken = faults.scenarios(strategy, Grade.FAILED);
    List<String> damaged = faults.scenarios(strategy, Grade.INTERESTING);
    int kept = faults.scenarios(strategy, Grade.OK).size();
    if (!broken.isEmpty()) {
      told.add("broke its promise in " + some(broken));
    }
    if (!damaged.isEmpty()) {
      told.add("did damage that it does not promise against in " + some(damaged));
    }
    if (kept > 0) {
      told.add(
          told.isEmpty()
              ? "did none in " + Amounts.count(kept, "scenario")
              : "none in %s other%s".formatted(kept, kept == 1 ? "" : "s"));
    }
    return told.isEmpty() ? List.of() : List.of(strategy + " " + String.join(", ", told));
  }

  private static String some(List<String> scenarios) {
    int left = scenarios.size() - MOST_SCENARIOS;
    return left > 1
        ? String.join(", ", scenarios.subList(0, MOST_SCENARIOS)) + " and %s more".formatted(left)
        : list(scenarios);
  }

  private void promises() {
    String lease = promising(Promise.WHILE_LEASE_HELD);
    if (!lease.isEmpty()) {
      sentences.add(
          "A fault changes this for "
              + lease
              + ": a holder that is frozen for longer than its lease (a long collection, a moved machine) still"
              + " writes, over what its successor wrote, and a failover can give the lock to two.");
    }
    String fenced = promising(Promise.FENCED);
    if (!fenced.isEmpty()) {
      sentences.add(
          "A fault does not change it for "
              + fenced
              + ": the store refuses a holder that is late.");
    }
    String atomic = promising(Promise.ATOMIC);
    if (!atomic.isEmpty()) {
      sentences.add(
          "No fault changes it for "
              + atomic
              + ": there is nothing to hold, and so nothing to outlive.");
    }
  }

  /** How far all this goes. */
  private void proviso() {
    boolean compared = experiment.cells().stream().filter(Cell::wasRun).count() > 1;
    if (compared && !experiment.isRepeated()) {
      sentences.add(
          "Each ran once, so no difference in speed is proved: --repeat 5 tells it from noise.");
    }
    if (experiment.missingRuns() > 0) {
      sentences.add(
          "Ended early: %s of %s runs are missing."
              .formatted(experiment.missingRuns(), experiment.setup().runs()));
    }
  }

  private String promising(Promise promise) {
    return names(
        cell ->
            cell.wasRun()
                && cell.isSound()
                && cell.profile().promise() == promise
                && shown(cell.strategy()).isEmpty());
  }

  /** Nothing was lost, in any setting. */
  private boolean isKept(Cell cell) {
    return !cell.isLimit()
        && cells(other -> other.profile().equals(cell.profile()) && other.wasRun()).stream()
            .allMatch(other -> other.verdict() == Verdict.CONSISTENT)
        && cell.wasRun();
  }

  private List<Cell> cells(Predicate<Cell> which) {
    return experiment.cells().stream().filter(which).toList();
  }

  private String names(Predicate<Cell> which) {
    return list(experiment.cells().stream().filter(which).map(Cell::strategy).distinct().toList());
  }

  /** In words: a, b and c. */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }
}
