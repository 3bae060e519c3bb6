package dev.locklab.cli;

import dev.locklab.audit.Experiment;
import dev.locklab.audit.Trace;
import dev.locklab.lab.ExperimentFolder;
import dev.locklab.report.Page;
import java.util.List;

/** The forms in which an experiment can be shown. A new one is a line here. */
enum Format {
  TEXT("report.txt") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Output.lines(experiment);
    }
  },

  HTML("report.html") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Page.of(
          Output.title(experiment),
          experiment,
          (run, most) -> Trace.of(folder.evidence(run.spec().run()), run.findings(), most));
    }
  };

  private final String file;

  Format(String file) {
    this.file = file;
  }

  /** The file that {@code --report} writes it to. */
  String file() {
    return file;
  }

  /**
   * The experiment in this form.
   *
   * @param folder where it was read from, for the evidence of its runs
   */
  abstract List<String> lines(Experiment experiment, ExperimentFolder folder);
}
