package dev.locklab.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Judged;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Environment;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Setup;
import dev.locklab.lab.Lab;
import dev.locklab.redis.Errors;
import dev.locklab.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An experiment on disk: {@code setup.json}, and a folder for every run. The folder of a single
 * run, and one with runs in it and nothing else, are experiments too.
 */
public final class ExperimentFolder {

  private static final String SETUP = "setup.json";

  private static final ObjectWriter PRETTY =
      Json.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;

  public ExperimentFolder(Path folder) {
    this.folder = folder;
  }

  public Path path() {
    return folder;
  }

  /** Whether it is the folder of a single run. */
  public boolean isRun() {
    return RunFolder.isOne(folder);
  }

  /**
   * Writes down what the experiment is meant to be.
   *
   * @throws UnavailableException if that cannot be written
   */
  public void writeSetup(Setup setup) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(SETUP), PRETTY.writeValueAsString(setup) + "\n");
    } catch (IOException e) {
      throw new UnavailableException(
          "the experiment cannot be kept in " + folder + ": " + Errors.rootMessage(e));
    }
  }

  /**
   * Reads all runs and audits them anew.
   *
   * @throws UsageException if there is no run, or a file is not what it should be
   */
  public Experiment read() {
    List<Judged> judged = judged();
    if (judged.isEmpty()) {
      throw new UsageException("there is no run in " + folder);
    }
    Setup setup = setup();
    return setup == null ? Experiment.of(judged) : Experiment.of(setup, judged);
  }

  /**
   * All runs that there are, in the order in which they were made, audited anew.
   *
   * @throws UsageException if there is no such folder, or a file is not what it should be
   */
  public List<Judged> judged() {
    return runs().stream().map(run -> Judged.of(new RunFolder(run).read())).toList();
  }

  /** Whether that run is kept here. */
  public boolean holds(String run) {
    return isRun() || RunFolder.isOne(folder.resolve(run));
  }

  /**
   * The evidence of one of the runs.
   *
   * @param run its id
   */
  public Evidence evidence(String run) {
    // Found by what is in it: a folder may have been renamed, and an id may look like a path.
    for (Path candidate : candidates(run)) {
      Evidence evidence = new RunFolder(candidate).read();
      if (evidence.spec().run().equals(run)) {
        return evidence;
      }
    }
    throw new UsageException("there is no run '" + run + "' in " + folder);
  }

  /** All runs, beginning with the one whose folder is called like it. */
  private List<Path> candidates(String run) {
    List<Path> candidates = new ArrayList<>(runs());
    candidates.sort(Comparator.comparing(path -> !String.valueOf(path.getFileName()).equals(run)));
    return candidates;
  }

  /** Where it was made; null where nobody wrote it down. */
  public @Nullable Environment environment() {
    Setup setup = setup();
    return setup == null ? null : setup.environment();
  }

  /** What the experiment was meant to be; null where nobody wrote it down. */
  public @Nullable Setup setup() {
    Path file = folder.resolve(SETUP);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      JsonNode setup = Json.MAPPER.readTree(Files.readString(file));
      if (!setup.isObject()) {
        throw new UsageException(file + ": not a JSON object");
      }
      return Json.MAPPER.treeToValue(setup, Setup.class);
    } catch (JsonProcessingException e) {
      throw new UsageException(file + ": " + JsonProblem.reason(e));
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + Errors.rootMessage(e));
    }
  }

  /**
   * Moves runs that were interrupted to {@code interrupted/}, so that they are made again. What
   * they show stays: each is still a run that can be checked.
   *
   * @return how many
   * @throws UnavailableException if they cannot be moved
   */
  public int setInterruptedAside() {
    if (isRun()) {
      return 0;
    }
    List<Path> interrupted =
        runs().stream()
            .filter(run -> Lab.INTERRUPTED.equals(new RunFolder(run).read().ending().stopped()))
            .toList();
    try {
      for (Path run : interrupted) {
        Path aside = Files.createDirectories(folder.resolve(Lab.INTERRUPTED));
        Files.move(run, aside.resolve(run.getFileName()));
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "interrupted runs cannot be set aside in " + folder + ": " + Errors.rootMessage(e));
    }
    return interrupted.size();
  }

  /** The runs' folders, in the order in which they were made: their ids begin with the time. */
  private List<Path> runs() {
    if (isRun()) {
      return List.of(folder);
    }
    // To open a pipe as a folder would wait for whoever writes into it.
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          Files.exists(folder) ? folder + " is no folder" : "there is no folder " + folder);
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(RunFolder::isOne).sorted().toList();
    } catch (IOException e) {
      throw new UsageException(folder + " cannot be read: " + Errors.rootMessage(e));
    }
  }
}
