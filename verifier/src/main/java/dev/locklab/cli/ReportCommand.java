package dev.locklab.cli;

import dev.locklab.archive.ExperimentFolder;
import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Judged;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Experiment;
import dev.locklab.interleaving.Crowd;
import dev.locklab.interleaving.ForcedRun;
import dev.locklab.interleaving.Outcomes;
import dev.locklab.lab.Schedules;
import dev.locklab.lab.TryOnce;
import dev.locklab.options.HelpGroup;
import dev.locklab.report.Column;
import dev.locklab.report.CrowdReport;
import dev.locklab.report.IncidentReport;
import dev.locklab.report.OutcomeTable;
import dev.locklab.report.ScheduleReport;
import dev.locklab.report.Sheet;
import dev.locklab.run.Workload;
import dev.locklab.scenario.ScenarioRuns;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows runs again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Show a run, or a comparison of runs, again from its folder.",
    footer = {
      "",
      "Examples:",
      "  verifier report .locklab/20260131-120000-compare",
      "  verifier report .locklab/20260131-120000-compare --format html --out report.html"
    })
@HelpGroup(HelpGroup.OUTPUT)
final class ReportCommand implements Callable<Integer> {

  /** The kinds of runs that are no comparison: what a folder has of each, or null. */
  private static final List<Function<Path, @Nullable Sheet>> KINDS =
      List.of(
          ReportCommand::scenarios,
          ReportCommand::incidents,
          ReportCommand::schedules,
          ReportCommand::crowd,
          ReportCommand::outcomes);

  @Parameters(paramLabel = "DIR", description = "Folder of a run or of a comparison.")
  private Path folder = Path.of(".");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: text.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it. Default: standard output.")
  private @Nullable Path out;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "Sort by this column, the best first: pace, waitP99, lost, strategy, ...")
  private @Nullable String sort;

  @Override
  public Integer call() {
    Column order = Output.order(sort);
    Sheet sheet = sheet();
    if (sheet == null) {
      show(order);
    } else if (order == null) {
      show(sheet);
    } else {
      throw new UsageException(
          "--sort is for the cells of a comparison, and this is a folder of " + sheet.kind());
    }
    return 0;
  }

  private void show(@Nullable Column order) {
    ExperimentFolder kept = new ExperimentFolder(folder);
    Experiment read = Output.withFaults(kept.read(), folder);
    Experiment experiment = order == null ? read : order.sort(read);
    if (out == null) {
      format.print(experiment, kept);
    } else {
      format.write(experiment, kept, out);
    }
  }

  private void show(Sheet sheet) {
    ExperimentFolder kept = new ExperimentFolder(folder);
    if (out == null) {
      format.print(sheet, kept);
    } else {
      Format.write(format.lines(sheet, kept), out);
    }
  }

  /** What the folder has of the first kind of runs that it is of; null if it is a comparison. */
  private @Nullable Sheet sheet() {
    return KINDS.stream()
        .map(kind -> kind.apply(folder))
        .filter(Objects::nonNull)
        .findFirst()
        .map(sheet -> sheet.madeIn(new ExperimentFolder(folder).environment()))
        .orElse(null);
  }

  private static @Nullable Sheet scenarios(Path folder) {
    List<Judged> all = ScenarioRuns.readAll(folder);
    return all.isEmpty() ? null : ScenarioRuns.sheet(all);
  }

  private static @Nullable Sheet incidents(Path folder) {
    List<IncidentReport.Row> all = IncidentFile.read(folder);
    return all.isEmpty() ? null : IncidentReport.of(all);
  }

  private static @Nullable Sheet schedules(Path folder) {
    List<ForcedRun> all = Schedules.readAll(folder);
    return all.isEmpty() ? null : ScheduleReport.of(all);
  }

  private static @Nullable Sheet crowd(Path folder) {
    Crowd crowd = RunFolder.isOne(folder) ? TryOnce.read(folder) : null;
    return crowd == null ? null : CrowdReport.of(crowd, Judged.of(new RunFolder(folder).read()));
  }

  private static @Nullable Sheet outcomes(Path folder) {
    if (!RunFolder.isOne(folder)) {
      return null;
    }
    Evidence evidence = new RunFolder(folder).read();
    return evidence.spec().workload().pacing() == Workload.Pacing.ROUNDS
        ? OutcomeTable.of(Outcomes.of(evidence, Judged.of(evidence)))
        : null;
  }
}
