package dev.locklab.junit;

import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Trace;
import dev.locklab.exit.UnavailableException;
import dev.locklab.experiment.Experiment;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.report.Page;
import dev.locklab.report.TextReport;
import dev.locklab.run.Workload;
import dev.locklab.scenario.Scenario;
import dev.locklab.scenario.ScenarioRuns;
import dev.locklab.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run of a lock, made when it is first asked for what came of it, and once. Unless a scenario
 * leads it, all workers apply updates as fast as they can, and come back when they are told that
 * the lock is taken.
 */
public final class LockRun {

  private static final long UPDATES = 100;
  private static final int WIDTH = 140;
  private static final String PAGE = "report.html";

  private final LockLab.Place place;
  private final Workload.Builder workload;
  private final @Nullable Scenario scenario;
  private @Nullable RunResult result;

  LockRun(LockLab.Place place) {
    this(place, usual(), null);
  }

  private LockRun(LockLab.Place place, Workload.Builder workload, @Nullable Scenario scenario) {
    this.place = place;
    this.workload = workload;
    this.scenario = scenario;
  }

  private static Workload.Builder usual() {
    return Workload.builder()
        .threads(2)
        .updates(UPDATES)
        .think(Duration.ofMillis(1))
        .patience(Duration.ofSeconds(10))
        .onBusy(Workload.OnBusy.RETRY);
  }

  /**
   * The same lock while something is broken on purpose.
   *
   * @param name as {@code verifier scenario list} tells them
   * @throws IllegalArgumentException if there is no such scenario, or it is no fault to this lock
   */
  public LockRun under(String name) {
    Scenario named = Scenarios.named(name);
    if (!named.appliesTo(place.strategy())) {
      throw new IllegalArgumentException(
          "%s is no fault to %s, or cannot be shown with it (see lockKeys and waits)"
              .formatted(name, place.strategy().name()));
    }
    return new LockRun(place, workload, named);
  }

  /** The same lock with other settings, where no scenario has its own. */
  public LockRun with(UnaryOperator<Workload.Builder> settings) {
    return new LockRun(place, settings.apply(usual()), scenario);
  }

  /**
   * What came of it.
   *
   * @throws UnavailableException if workers or servers cannot be had, or the lock cannot be opened,
   *     with the cause
   */
  public synchronized RunResult result() {
    RunResult made = result;
    if (made == null) {
      try {
        made = make();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted during " + this, e);
      }
      made.requireKept();
      result = made;
    }
    return made;
  }

  private RunResult make() throws InterruptedException {
    String strategy = place.strategy().name();
    return scenario == null
        ? place.lab().run(strategy, workload.build())
        : place.player().play(scenario, strategy, RunListener.NONE);
  }

  /** What it is graded, held against the lock's promise. */
  public Grade grade() {
    return result().findings().grade();
  }

  /** Whether its promise was kept, and the run has proved it. */
  boolean keptItsPromise() {
    return grade() == Grade.OK || grade() == Grade.INTERESTING;
  }

  /** Whether the run proved nothing, and its scenario says that it would not. */
  boolean provesNothingAsPredicted() {
    return scenario != null
        && grade() == Grade.UNKNOWN
        && scenario.expected(place.strategy().promise()).contains(Grade.UNKNOWN);
  }

  /** What happened, in lines as a terminal shows them: who did what, in which order, and why. */
  public List<String> story() {
    Judged run = result().judged();
    List<String> lines = new ArrayList<>();
    if (scenario != null) {
      lines.addAll(ScenarioRuns.sheet(List.of(run)).lines());
      lines.add("");
    }
    lines.addAll(TextReport.ofRun(run, WIDTH));
    return lines;
  }

  /** Where the run is kept; {@code verifier check --journal FOLDER} judges it again. */
  public Path folder() {
    return result().folder();
  }

  /**
   * Makes the run's page, which shows it write by write.
   *
   * @return the file, in the run's folder
   */
  public Path page() {
    Judged run = result().judged();
    Page.Traces traces =
        (one, most) -> Trace.of(new RunFolder(folder()).read(), one.findings(), most);
    List<String> page =
        scenario == null
            ? Page.of(toString(), Experiment.of(List.of(run)), traces)
            : Objects.requireNonNull(ScenarioRuns.sheet(List.of(run)).page(traces));
    Path file = folder().resolve(PAGE);
    try {
      Files.write(file, page);
    } catch (IOException e) {
      throw new UnavailableException(file + " cannot be written: " + e.getMessage());
    }
    return file;
  }

  @Override
  public String toString() {
    return place.strategy().name() + (scenario == null ? "" : " under " + scenario.name());
  }
}
