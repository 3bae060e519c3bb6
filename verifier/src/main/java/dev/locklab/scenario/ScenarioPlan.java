package dev.locklab.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.audit.Judged;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which scenarios were asked for, in the order in which they are shown. They may be played in
 * another, and several at once.
 *
 * @param cells each once, however often it is played
 */
public record ScenarioPlan(List<Cell> cells) {

  private static final String FILE = "plan.json";

  /**
   * A scenario with a strategy.
   *
   * @param scenario as {@link ScenarioRuns#title} has it
   */
  public record Cell(String scenario, String strategy) {}

  /** The plan of that folder; an empty one if it has none. */
  static ScenarioPlan in(Path folder) {
    try {
      return Json.MAPPER.readValue(Files.readString(folder.resolve(FILE)), ScenarioPlan.class);
    } catch (IOException e) {
      return new ScenarioPlan(List.of());
    }
  }

  /**
   * Keeps it beside its runs.
   *
   * @throws UnavailableException if it cannot be written
   */
  public void keepIn(Path folder) {
    try {
      Files.writeString(folder.resolve(FILE), Json.MAPPER.writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UnavailableException(
          "%s cannot be written: %s".formatted(folder.resolve(FILE), Errors.rootMessage(e)));
    }
  }

  /** Those runs in the plan's order; what it does not have comes last, as it was made. */
  public List<Judged> order(List<Judged> runs) {
    List<Judged> ordered = new ArrayList<>(runs);
    ordered.sort(
        Comparator.<Judged>comparingInt(run -> place(ScenarioRuns.title(run), run))
            .thenComparing(run -> run.spec().run()));
    return ordered;
  }

  private int place(String scenario, Judged run) {
    int index = cells.indexOf(new Cell(scenario, run.spec().strategy()));
    return index < 0 ? cells.size() : index;
  }
}
