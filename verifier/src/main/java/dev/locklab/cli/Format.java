package dev.locklab.cli;

import dev.locklab.archive.ExperimentFolder;
import dev.locklab.audit.Trace;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Experiment;
import dev.locklab.redis.Errors;
import dev.locklab.report.Csv;
import dev.locklab.report.JsonReport;
import dev.locklab.report.Markdown;
import dev.locklab.report.Page;
import dev.locklab.report.Sheet;
import dev.locklab.report.Wrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The forms in which an experiment can be shown. A new one is a line here. */
enum Format {
  TEXT("report.txt") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Console.text(Output.lines(experiment, Wrapped.WIDTH), Screen.FILE);
    }

    @Override
    void print(Experiment experiment, ExperimentFolder folder) {
      Console.print(Output.lines(experiment, Console.width()));
    }

    @Override
    List<String> lines(Sheet sheet, ExperimentFolder folder) {
      return Console.text(sheet.lines(), Screen.FILE);
    }

    @Override
    void print(Sheet sheet, ExperimentFolder folder) {
      Output.sheet(sheet);
    }
  },
  CSV("report.csv") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Csv.of(experiment).lines().toList();
    }

    @Override
    List<String> lines(Sheet sheet, ExperimentFolder folder) {
      return sheet.csv().lines().toList();
    }
  },
  JSON("report.json") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return JsonReport.of(experiment).lines().toList();
    }

    @Override
    List<String> lines(Sheet sheet, ExperimentFolder folder) {
      return sheet.json().lines().toList();
    }
  },
  MD("report.md") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Markdown.of(experiment, Output.title(experiment));
    }

    @Override
    List<String> lines(Sheet sheet, ExperimentFolder folder) {
      return sheet.markdown();
    }
  },
  HTML("report.html") {
    @Override
    List<String> lines(Experiment experiment, ExperimentFolder folder) {
      return Page.of(Output.title(experiment), experiment, traces(folder));
    }

    @Override
    List<String> lines(Sheet sheet, ExperimentFolder folder) {
      List<String> page = sheet.page(traces(folder));
      if (page == null) {
        throw new UsageException(
            "a folder of " + sheet.kind() + " has no page; take --format text, csv, json or md");
      }
      return page;
    }
  };

  private static Page.Traces traces(ExperimentFolder folder) {
    return (run, most) -> {
      String id = run.spec().run();
      // The disk may have had no room for it; its figures are told all the same.
      return folder.holds(id) ? Trace.of(folder.evidence(id), run.findings(), most) : null;
    };
  }

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

  /** Prints the experiment in this form. */
  void print(Experiment experiment, ExperimentFolder folder) {
    Console.data(lines(experiment, folder));
  }

  /**
   * What is no comparison, in this form.
   *
   * @param folder where its runs are, for their evidence
   * @throws UsageException if it has no such form
   */
  abstract List<String> lines(Sheet sheet, ExperimentFolder folder);

  /** Prints what is no comparison in this form. */
  void print(Sheet sheet, ExperimentFolder folder) {
    Console.data(lines(sheet, folder));
  }

  /**
   * Writes the experiment in this form.
   *
   * @throws UnavailableException if the file cannot be written
   */
  void write(Experiment experiment, ExperimentFolder folder, Path out) {
    write(lines(experiment, folder), out);
  }

  /**
   * Writes what is in this or that form.
   *
   * @throws UnavailableException if the file cannot be written
   */
  static void write(List<String> lines, Path out) {
    try {
      Path parent = out.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(out, lines);
    } catch (IOException e) {
      throw new UnavailableException(out + " cannot be written: " + Errors.rootMessage(e));
    }
  }
}
