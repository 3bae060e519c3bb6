package dev.locklab.experiment;

import dev.locklab.audit.Grade;
import java.util.List;

/**
 * What scenarios have shown of strategies, to be told beside their figures.
 *
 * @param where the name of the folder that the runs are kept in
 * @param shown every strategy under every scenario that it was played under, each once
 */
public record FaultsShown(String where, List<Shown> shown) {

  /** Nothing, as no scenario was played. */
  public static final FaultsShown NONE = new FaultsShown("", List.of());

  /**
   * A strategy under a scenario.
   *
   * @param grade the worst of its runs
   */
  public record Shown(String scenario, String strategy, Grade grade) {}

  public FaultsShown {
    shown = List.copyOf(shown);
  }

  /** The scenarios from which a strategy came out with that grade. */
  List<String> scenarios(String strategy, Grade grade) {
    return shown.stream()
        .filter(one -> one.strategy().equals(strategy) && one.grade() == grade)
        .map(Shown::scenario)
        .toList();
  }
}
