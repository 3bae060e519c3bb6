package dev.locklab.cli;

import dev.locklab.audit.Cell;
import dev.locklab.audit.Crowd;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Forced;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Outcomes;
import dev.locklab.lab.Crowds;
import dev.locklab.lab.ExperimentFolder;
import dev.locklab.lab.RunFolder;
import dev.locklab.lab.Schedules;
import dev.locklab.run.RunSpec;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows runs again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Show a run, or a comparison of runs, again from its folder.")
final class ReportCommand implements Callable<Integer> {

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
    Comparator<Cell> order = Output.order(sort);
    List<Forced> schedules = Schedules.readAll(folder);
    if (!schedules.isEmpty()) {
      Output.schedules(schedules);
      return 0;
    }
    if (RunFolder.isOne(folder)) {
      Evidence evidence = new RunFolder(folder).read();
      Crowd crowd = Crowds.read(folder);
      if (crowd != null) {
        Output.crowd(crowd, Judged.of(evidence));
        return 0;
      }
      if (evidence.spec().pacing() == RunSpec.Pacing.ROUNDS) {
        Output.outcomes(Outcomes.of(evidence, Judged.of(evidence)));
        return 0;
      }
    }
    ExperimentFolder kept = new ExperimentFolder(folder);
    Experiment read = kept.read();
    Experiment experiment = order == null ? read : read.sorted(order);
    if (out == null) {
      format.lines(experiment, kept).forEach(System.out::println);
    } else {
      format.write(experiment, kept, out);
    }
    return 0;
  }
}
