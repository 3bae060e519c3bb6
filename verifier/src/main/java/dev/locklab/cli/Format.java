package dev.locklab.cli;

import dev.locklab.audit.Experiment;
import dev.locklab.audit.Trace;
import dev.locklab.lab.ExperimentFolder;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.report.Csv;
import dev.locklab.report.JsonReport;
import dev.locklab.report.Markdown;
import dev.locklab.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The forms in which an experiment can be shown. A new one is a line here. */
enum Format {
  TEXT("report.txt") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Output.lines(experiment);
    }
  },
  CSV("report.csv") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Csv.of(experiment).lines().toList();
    }
  },
  JSON("report.json") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return JsonReport.of(experiment).lines().toList();
    }
  },
  MD("report.md") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Markdown.of(experiment, Output.title(experiment));
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

  /**
   * Writes the experiment in this form.
   *
   * @throws UnavailableException if the file cannot be written
   */
  void write(Experiment experiment, ExperimentFolder folder, Path out) {
    try {
      Path parent = out.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(out, lines(experiment, folder));
    } catch (IOException e) {
      throw new UnavailableException(out + " cannot be written: " + Errors.rootMessage(e));
    }
  }
}
