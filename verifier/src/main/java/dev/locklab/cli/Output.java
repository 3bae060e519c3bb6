package dev.locklab.cli;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Judged;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Environment;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Setting;
import dev.locklab.experiment.Setting.Dimension;
import dev.locklab.experiment.StrategyProfile;
import dev.locklab.report.Column;
import dev.locklab.report.Sheet;
import dev.locklab.report.TextReport;
import dev.locklab.run.Durations;
import dev.locklab.run.RunSpec;
import dev.locklab.scenario.ScenarioRuns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts reports on standard output. */
final class Output {

  private Output() {}

  static void run(Judged run) {
    run(Experiment.of(List.of(run)));
  }

  /** A single run, with what it was meant to be. */
  static void run(Experiment single) {
    Console.print(lines(single, Console.width()));
  }

  /** An experiment as text, its tables so wide; of a single run there is more to say. */
  static List<String> lines(Experiment experiment, int width) {
    List<Judged> runs = experiment.runs();
    List<String> lines = new ArrayList<>();
    lines.add(title(experiment));
    lines.add("");
    boolean single = runs.size() == 1 && experiment.missingRuns() == 0;
    lines.addAll(single ? TextReport.ofRun(runs.get(0), width) : TextReport.of(experiment, width));
    return lines;
  }

  /** An experiment with what scenarios have shown that are kept beside its folder. */
  static Experiment withFaults(Experiment experiment, Path folder) {
    Path results = folder.toAbsolutePath().getParent();
    return results == null
        ? experiment
        : experiment.with(
            ScenarioRuns.latest(
                results,
                experiment.legend().stream()
                    .map(StrategyProfile::name)
                    .collect(Collectors.toSet())));
  }

  /** What is no comparison, as the terminal shows it. */
  static void sheet(Sheet sheet) {
    Console.print(sheet.lines());
  }

  /** The column to sort by that the user named; null if none was. */
  static @Nullable Column order(@Nullable String column) {
    try {
      return column == null ? null : Column.named(column);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--sort: " + e.getMessage());
    }
  }

  /** What was run, in a line; what all runs share is said once. */
  static String title(Experiment experiment) {
    RunSpec spec = experiment.runs().get(0).spec();
    List<StrategyProfile> legend = experiment.legend();
    List<Setting> settings = experiment.settings();
    StringBuilder title = new StringBuilder("Redis Lock Lab: ");
    long limits = legend.stream().filter(StrategyProfile::isLimit).count();
    title.append(
        legend.size() == 1 ? spec.strategy() : Amounts.count(legend.size() - limits, "strategy"));
    title.append(limits == 0 || legend.size() == 1 ? "" : " and " + Amounts.count(limits, "limit"));
    if (settings.size() > 1) {
      say(title, Amounts.count(settings.size(), "setting"));
    }
    List<Dimension> shared = new ArrayList<>(List.of(Dimension.values()));
    shared.removeAll(Dimension.varied(settings));
    Setting setting = settings.get(0);
    if (shared.contains(Dimension.WORKERS) && shared.contains(Dimension.THREADS)) {
      say(
          title,
          Amounts.count(setting.workers(), "worker JVM")
              + " x "
              + Dimension.THREADS.phrase(setting));
      shared.removeIf(Dimension::isCount);
    }
    for (Dimension dimension : shared) {
      if (dimension.isCount()) {
        say(title, dimension.phrase(setting));
      }
    }
    if (spec.workload().duration() != null) {
      title.append(", ").append(Durations.format(spec.workload().duration()));
    } else if (spec.workload().updates() != null) {
      say(title, Amounts.count(spec.workload().updates(), "update") + " each");
    } else if (spec.workload().quota() < Long.MAX_VALUE) {
      say(title, Amounts.count(spec.workload().quota(), "update"));
    }
    for (Dimension dimension : shared) {
      if (!dimension.isCount() && !dimension.isUsual(setting)) {
        say(title, dimension.phrase(setting));
      }
    }
    if (!spec.workload().linger().isZero()) {
      say(title, "linger " + Durations.format(spec.workload().linger()));
    }
    int repeats =
        experiment.cells().stream().mapToInt(cell -> cell.repeats().size()).max().orElse(0);
    title.append(repeats > 1 ? ", median of " + repeats : "");
    title.append(", seed ").append(spec.workload().seed());
    title.append(experiment.isInCents() ? ", amounts in cents" : "");
    title.append(spec.workload().journal() ? "" : ", no journal");
    return Environment.titled(title.toString(), experiment.setup().environment());
  }

  private static void say(StringBuilder title, String words) {
    title.append(", ").append(words);
  }
}
