package dev.locklab.experiment;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Findings;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Says of which figures the machine is the limit, and not what was measured on it. */
public final class Saturation {

  private Saturation() {}

  /** What is to be said of it; nothing where there was processor time left. */
  public static List<String> of(Experiment experiment) {
    String saturated = names(experiment, Findings.Clients::isSaturated);
    String robbed = names(experiment, Findings.Clients::isRobbed);
    return Stream.of(
            saturated.isEmpty()
                ? ""
                : "The machine was saturated (%s busy) while %s ran: that pace is the machine's, which workers, server and others share, and no limit of what ran on it."
                    .formatted(least(experiment), saturated),
            robbed.isEmpty()
                ? ""
                : "While %s ran, others were given processor time of this machine: that pace is of less than the machine."
                    .formatted(robbed))
        .filter(sentence -> !sentence.isEmpty())
        .toList();
  }

  /** A strategy is named if most of its runs of some cell were so. */
  private static String names(Experiment experiment, Predicate<Findings.Clients> which) {
    return Recommendation.list(
        experiment.cells().stream()
            .filter(cell -> 2 * count(cell, which) > cell.repeats().size() && cell.wasRun())
            .map(Cell::strategy)
            .distinct()
            .toList());
  }

  private static long count(Cell cell, Predicate<Findings.Clients> which) {
    return cell.repeats().stream().map(run -> run.findings().clients()).filter(which).count();
  }

  /** How busy it was at the least in those runs. */
  private static String least(Experiment experiment) {
    return Amounts.percent(
        experiment.runs().stream()
            .map(run -> run.findings().clients())
            .filter(Findings.Clients::isSaturated)
            .map(Findings.Clients::busy)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(1));
  }
}
