package dev.locklab.cli;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Cell;
import dev.locklab.audit.Crowd;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Forced;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Outcomes;
import dev.locklab.audit.Profile;
import dev.locklab.audit.Setting;
import dev.locklab.options.UsageException;
import dev.locklab.report.Column;
import dev.locklab.report.CrowdReport;
import dev.locklab.report.OutcomeTable;
import dev.locklab.report.ScheduleReport;
import dev.locklab.report.TextReport;
import dev.locklab.run.Durations;
import dev.locklab.run.RunSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts reports on standard output. */
final class Output {

  private static final int MOST_AMOUNTS = 4;

  private Output() {}

  static void run(Judged run) {
    lines(Experiment.of(List.of(run))).forEach(System.out::println);
  }

  /** An experiment as the terminal shows it; of a single run there is more to say. */
  static List<String> lines(Experiment experiment) {
    List<Judged> runs = experiment.runs();
    List<String> lines = new ArrayList<>();
    lines.add(title(experiment));
    lines.add("");
    boolean single = runs.size() == 1 && experiment.missingRuns() == 0;
    lines.addAll(single ? TextReport.ofRun(runs.get(0)) : TextReport.of(experiment));
    return lines;
  }

  static void crowd(Crowd crowd, Judged run) {
    RunSpec spec = run.spec();
    System.out.println(
        "Redis Lock Lab: %s, %s threads try once, %d worker JVMs x %d threads"
            .formatted(
                spec.strategy(), Amounts.plain(crowd.size()), spec.workers(), spec.threads()));
    System.out.println();
    CrowdReport.of(crowd, run).forEach(System.out::println);
  }

  static void outcomes(Outcomes outcomes) {
    RunSpec spec = outcomes.run().spec();
    List<String> amounts = new ArrayList<>();
    for (int worker = 0; worker < spec.workers() && amounts.size() < MOST_AMOUNTS; worker++) {
      amounts.add(Amounts.signed(spec.deltas().delta(spec, worker, 0, 0)));
    }
    System.out.println(
        "Redis Lock Lab: %s, %s rounds of %s%s at once, %d worker JVMs x %d thread%s, think %s"
            .formatted(
                spec.strategy(),
                Amounts.plain(outcomes.rounds()),
                String.join(" and ", amounts),
                spec.workers() * spec.threads() > amounts.size() ? " and so on" : "",
                spec.workers(),
                spec.threads(),
                spec.threads() == 1 ? "" : "s",
                Durations.format(spec.think())));
    System.out.println();
    OutcomeTable.of(outcomes).forEach(System.out::println);
  }

  static void schedules(List<Forced> all) {
    RunSpec spec = all.get(0).run().spec();
    System.out.println(
        "Redis Lock Lab: %s, every order of the steps of two updates, forced in two worker JVMs"
            .formatted(spec.strategy()));
    System.out.println();
    ScheduleReport.of(all).forEach(System.out::println);
  }

  /** The order by a column that the user named; null if none was. */
  static @Nullable Comparator<Cell> order(@Nullable String column) {
    try {
      return column == null ? null : Column.named(column).order();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--sort: " + e.getMessage());
    }
  }

  /** What was run, in a line; what all runs share is said once. */
  static String title(Experiment experiment) {
    RunSpec spec = experiment.runs().get(0).spec();
    List<Profile> legend = experiment.legend();
    List<Setting> settings = experiment.settings();
    StringBuilder title = new StringBuilder("Redis Lock Lab: ");
    long limits = legend.stream().filter(Profile::isLimit).count();
    title.append(legend.size() == 1 ? spec.strategy() : legend.size() - limits + " strategies");
    title.append(limits == 0 || legend.size() == 1 ? "" : " and " + limits + " limits");
    if (settings.size() > 1) {
      title.append(", ").append(settings.size()).append(" settings");
    }
    String workers = shared(settings, setting -> Integer.toString(setting.workers()));
    String threads = shared(settings, setting -> Integer.toString(setting.threads()));
    if (workers != null && threads != null) {
      title.append(
          ", %s worker JVMs x %s thread%s"
              .formatted(workers, threads, threads.equals("1") ? "" : "s"));
    } else {
      say(title, "worker JVMs ", workers);
      say(title, "threads ", threads);
    }
    if (spec.duration() != null) {
      title.append(", ").append(Durations.format(spec.duration()));
    } else if (spec.updates() != null) {
      title.append(", ").append(spec.updates()).append(" updates each");
    } else {
      title.append(", ").append(spec.quota()).append(" updates");
    }
    say(title, "think ", shared(settings, setting -> Durations.format(setting.think())));
    if (!spec.linger().isZero()) {
      say(title, "linger ", Durations.format(spec.linger()));
    }
    if (!spec.pause().isZero()) {
      say(title, "pause ", shared(settings, setting -> Durations.format(setting.pause())));
    }
    Duration lease = spec.lease();
    if (lease != null) {
      say(
          title,
          "lease ",
          shared(settings, setting -> String.valueOf(setting.lease())) == null
              ? null
              : Durations.format(lease));
    }
    int repeats =
        experiment.cells().stream().mapToInt(cell -> cell.repeats().size()).max().orElse(0);
    title.append(repeats > 1 ? ", median of " + repeats : "");
    title.append(", seed ").append(spec.seed());
    return title.append(spec.journal() ? "" : ", no journal").toString();
  }

  private static void say(StringBuilder title, String what, @Nullable String words) {
    if (words != null) {
      title.append(", ").append(what).append(words);
    }
  }

  /** What all settings have the same; null if they differ. */
  private static @Nullable String shared(List<Setting> settings, Function<Setting, String> what) {
    List<String> found = settings.stream().map(what).distinct().toList();
    return found.size() == 1 ? found.get(0) : null;
  }
}
