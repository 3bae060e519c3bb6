package dev.locklab.experiment;

import dev.locklab.audit.Judged;
import dev.locklab.run.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** Says which runs their workers did not begin together, though one gate was opened to all. */
public final class Beginnings {

  private Beginnings() {}

  /** What is to be said of it; nothing where all began as good as together. */
  public static List<String> of(Experiment experiment) {
    List<String> uneven =
        experiment.cells().stream()
            .filter(cell -> cell.wasRun() && cell.repeats().stream().anyMatch(Beginnings::isUneven))
            .map(Cell::strategy)
            .distinct()
            .toList();
    if (uneven.isEmpty()) {
      return List.of();
    }
    long most =
        experiment.runs().stream()
            .map(run -> run.findings().pace().startSpread())
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    return List.of(
        "The workers of %s did not begin together: the last did %s after the first, or more."
            .formatted(
                Recommendation.list(uneven),
                Durations.format(Duration.ofNanos(most).truncatedTo(ChronoUnit.MILLIS))));
  }

  private static boolean isUneven(Judged run) {
    return run.findings().pace().isUnevenlyBegun();
  }
}
