package dev.locklab.scenario;

import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.exit.UsageException;
import dev.locklab.run.Injection;
import dev.locklab.run.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Runs of scenarios that are kept in a folder. */
public final class ScenarioRuns {

  private ScenarioRuns() {}

  /**
   * All of a folder, or the one that it is, in the order in which they were made; none in any other
   * folder.
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
      return scenarios(inside.filter(RunFolder::isOne).sorted());
    } catch (IOException e) {
      return List.of();
    }
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

  /** Whether a run's grade is one that its scenario predicts; where that is not known, it is. */
  public static boolean isPredicted(Judged run) {
    Injection injection = Objects.requireNonNull(run.findings().injection());
    Promise promise = run.spec().promise();
    Grade grade = run.findings().grade();
    return Scenarios.all().stream()
        .filter(scenario -> scenario.name().equals(injection.scenario()))
        .allMatch(scenario -> scenario.expected(promise).contains(grade));
  }
}
