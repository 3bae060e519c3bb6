package dev.locklab.scenario;

import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Judged;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.FaultsShown;
import dev.locklab.report.ScenarioReport;
import dev.locklab.report.Sheet;
import dev.locklab.strategy.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs of scenarios that are kept in a folder. */
public final class ScenarioRuns {

  /** What the name of a folder of scenarios ends with. */
  public static final String FOLDER = "-scenario";

  private ScenarioRuns() {}

  /**
   * All of a folder, or the one that it is, in the order in which they were asked for; none in any
   * other folder.
   *
   * @throws UsageException if a file is missing or not what it should be
   */
  public static List<Judged> readAll(Path folder) {
    if (RunFolder.isOne(folder)) {
      return scenarios(Stream.of(folder));
    }
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return ScenarioPlan.in(folder).order(scenarios(inside.filter(RunFolder::isOne)));
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * What the newest folder of scenarios shows that has any of those strategies.
   *
   * @param results a folder of such folders
   */
  public static FaultsShown latest(Path results, Set<String> strategies) {
    if (!Files.isDirectory(results)) {
      return FaultsShown.NONE;
    }
    try (Stream<Path> inside = Files.list(results)) {
      return inside
          .filter(folder -> folder.toString().endsWith(FOLDER))
          .sorted(Comparator.reverseOrder())
          .map(folder -> shown(folder, strategies))
          .filter(found -> !found.shown().isEmpty())
          .findFirst()
          .orElse(FaultsShown.NONE);
    } catch (IOException e) {
      return FaultsShown.NONE;
    }
  }

  private static FaultsShown shown(Path folder, Set<String> strategies) {
    List<Judged> runs;
    try {
      runs = readAll(folder);
    } catch (UsageException e) {
      // What somebody else's folder lacks is told to those who ask for that.
      return FaultsShown.NONE;
    }
    Map<List<String>, FaultsShown.Shown> cells = new LinkedHashMap<>();
    for (Judged run : runs) {
      String strategy = run.spec().strategy();
      FaultsShown.Shown one = new FaultsShown.Shown(title(run), strategy, run.findings().grade());
      if (strategies.contains(strategy)) {
        cells.merge(List.of(one.scenario(), strategy), one, ScenarioRuns::worse);
      }
    }
    return new FaultsShown(String.valueOf(folder.getFileName()), List.copyOf(cells.values()));
  }

  private static FaultsShown.Shown worse(FaultsShown.Shown one, FaultsShown.Shown other) {
    return one.grade().gravity() <= other.grade().gravity() ? one : other;
  }

  private static List<Judged> scenarios(Stream<Path> folders) {
    return folders
        .map(run -> new RunFolder(run).read())
        .filter(evidence -> evidence.ending().injection() != null)
        .map(Judged::of)
        .toList();
  }

  /** The scenario of a run. */
  public static String scenario(Judged run) {
    return Objects.requireNonNull(run.findings().injection()).scenario();
  }

  /** The scenario of a run, and on what it was played where that is not the first choice. */
  public static String title(Judged run) {
    return title(scenario(run), Objects.requireNonNull(run.findings().injection()).topology());
  }

  /**
   * The same of one that is to be played.
   *
   * @param topology the key of a topology; null where it is not known
   */
  public static String title(String scenario, @Nullable String topology) {
    boolean usual =
        topology == null
            || Scenarios.find(scenario)
                .filter(one -> one.topologies().get(0).key().equals(topology))
                .isPresent();
    return usual ? scenario : scenario + "/" + topology;
  }

  /** What happens in a run's scenario; nothing is known of one that somebody else made. */
  public static String story(Judged run) {
    return Scenarios.find(scenario(run)).map(Scenario::story).orElse("");
  }

  /** Whether a run's grade is one that its scenario predicts; where that is not known, it is. */
  public static boolean isPredicted(Judged run) {
    return Scenarios.find(scenario(run)).map(scenario -> isPredicted(scenario, run)).orElse(true);
  }

  private static boolean isPredicted(Scenario scenario, Judged run) {
    return Strategies.find(run.spec().strategy())
        .map(strategy -> scenario.isExpected(strategy, run.findings()))
        // Of a strategy that is not known here no more is known than its promise.
        .orElseGet(() -> scenario.expected(run.spec().promise()).contains(run.findings().grade()));
  }

  /** What these runs have shown, those of one scenario and strategy in a cell. */
  public static Sheet sheet(List<Judged> runs) {
    Map<List<String>, List<Judged>> cells = new LinkedHashMap<>();
    for (Judged run : runs) {
      cells
          .computeIfAbsent(List.of(title(run), run.spec().strategy()), none -> new ArrayList<>())
          .add(run);
    }
    return ScenarioReport.of(
        cells.entrySet().stream()
            .map(
                cell ->
                    new ScenarioReport.Cell(
                        cell.getKey().get(0),
                        story(cell.getValue().get(0)),
                        cell.getValue(),
                        cell.getValue().stream().allMatch(ScenarioRuns::isPredicted)))
            .toList());
  }
}
