package dev.locklab.report;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scenarios by strategies as a page: a matrix, and the story and the writes of each cell. */
final class ScenarioPage {

  private static final List<String> SCRIPTS =
      List.of("text.js", "theme.js", "lanes.js", "scenarios.js");

  private ScenarioPage() {}

  /**
   * What the page's scripts draw from.
   *
   * @param headline what it comes to
   * @param sentences what is to be said besides
   * @param strategies names, in the order of columns
   */
  record Data(
      String title,
      String headline,
      List<String> sentences,
      List<Row> scenarios,
      List<String> strategies,
      List<Place> cells) {}

  /** A scenario and what happens in it, in a sentence. */
  record Row(String name, String story) {}

  /**
   * A strategy under a scenario.
   *
   * @param scenario index of its row
   * @param strategy index of its column
   * @param details what is said of it in the matrix, besides its grade
   * @param story of the run that decides the grade, step by step
   * @param lost how it lost updates; empty if it lost none
   * @param run its writes; absent where they cannot be followed
   */
  record Place(
      int scenario,
      int strategy,
      String grade,
      boolean predicted,
      List<String> details,
      String reason,
      List<String> story,
      List<String> lost,
      List<String> findings,
      PageData.@Nullable Run run) {}

  /** The page, in pieces of whole lines. */
  static List<String> of(
      String title, List<String> sentences, List<ScenarioReport.Cell> cells, Page.Traces traces) {
    Map<String, String> scenarios = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    for (ScenarioReport.Cell cell : cells) {
      scenarios.putIfAbsent(cell.scenario(), cell.story());
      names.add(cell.strategy());
    }
    List<String> rows = List.copyOf(scenarios.keySet());
    List<String> strategies = List.copyOf(names);
    List<Place> places = new ArrayList<>();
    List<String> writes = new ArrayList<>();
    int most = Frame.mostWrites(cells.size());
    for (ScenarioReport.Cell cell : cells) {
      Judged worst = cell.worst();
      Trace trace = traces.of(worst, most);
      if (trace != null) {
        writes.add(Frame.writes(places.size(), trace));
      }
      places.add(
          new Place(
              rows.indexOf(cell.scenario()),
              strategies.indexOf(cell.strategy()),
              cell.grade().name(),
              cell.predicted(),
              ScenarioReport.details(cell),
              worst.findings().gradeReason(),
              ScenarioStory.of(worst),
              Story.of(worst),
              TextReport.findings(worst).stream().map(String::strip).toList(),
              trace == null
                  ? null
                  : PageData.Run.of(cell.scenario() + ", " + cell.strategy(), worst, trace)));
    }
    return Frame.of(
        title,
        "scenarios.html",
        SCRIPTS,
        new Data(
            title,
            headline(cells),
            sentences,
            scenarios.entrySet().stream()
                .map(row -> new Row(row.getKey(), row.getValue()))
                .toList(),
            strategies,
            places),
        writes);
  }

  private static String headline(List<ScenarioReport.Cell> cells) {
    List<String> counts = new ArrayList<>();
    for (Grade grade : List.of(Grade.FAILED, Grade.INTERESTING, Grade.UNKNOWN, Grade.OK)) {
      long count = cells.stream().filter(cell -> cell.grade() == grade).count();
      if (count > 0 || grade == Grade.FAILED) {
        counts.add(Amounts.plain(count) + " " + grade);
      }
    }
    return "Of %s: %s.".formatted(Amounts.count(cells.size(), "cell"), String.join(", ", counts));
  }
}
