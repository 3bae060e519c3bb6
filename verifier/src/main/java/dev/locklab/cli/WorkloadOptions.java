package dev.locklab.cli;

import dev.locklab.lab.Lab;
import dev.locklab.options.UsageException;
import dev.locklab.run.Deltas;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Limits;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Strategy.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to be done by whom: the options that run and compare share. */
final class WorkloadOptions {

  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(5);

  @Mixin LabOptions lab = new LabOptions();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker JVMs to start. Default: ${DEFAULT-VALUE}.",
      defaultValue = "4")
  private int workers;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads in each worker. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private int threads;

  @Option(names = "--updates", paramLabel = "N", description = "Updates each worker makes.")
  private @Nullable Long updates;

  @Option(
      names = "--duration",
      paramLabel = "D",
      description = "How long the workers work. Default: 5s, unless --updates or --deltas-file.")
  private @Nullable Duration duration;

  @Option(
      names = "--think",
      paramLabel = "D",
      description = "Time between read and write. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private Duration think = Duration.ZERO;

  @Option(
      names = "--linger",
      paramLabel = "D",
      description = "Time between write and release. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private Duration linger = Duration.ZERO;

  @Option(
      names = "--pause",
      paramLabel = "D",
      description = "Time between two updates of a thread. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private Duration pause = Duration.ZERO;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where random deltas come from. Default: ${DEFAULT-VALUE}.",
      defaultValue = "42")
  private long seed;

  @Option(
      names = "--deltas",
      split = ",",
      paramLabel = "N",
      description =
          "Amounts, dealt to the workers in turn, over and over: 100,-100."
              + " Default: random in -100..100.")
  private @Nullable List<Long> deltas;

  @Option(
      names = "--deltas-file",
      paramLabel = "FILE",
      description =
          "Amounts from a file, one a line, dealt in turn; each once, unless --updates or"
              + " --duration. With a decimal point they are read as cents.")
  private @Nullable Path deltasFile;

  @Option(
      names = "--deltas-column",
      paramLabel = "NAME",
      description = "The column with the amounts, if the file is a CSV file.")
  private @Nullable String deltasColumn;

  @Option(
      names = "--opening",
      paramLabel = "N",
      description = "Balance before the first update. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private long opening;

  @Option(
      names = "--lease",
      paramLabel = "D",
      description = "Lease of the lock. Default: renewed for as long as its holder lives.")
  private @Nullable Duration lease;

  @Option(
      names = "--wait",
      paramLabel = "D",
      description = "How long trylock waits for the lock. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private Duration waitFor = Duration.ZERO;

  @Option(
      names = "--on-busy",
      paramLabel = "skip|retry",
      description =
          "What to do with an update that found the lock taken. Default: ${DEFAULT-VALUE}.",
      defaultValue = "skip")
  private RunSpec.OnBusy onBusy = RunSpec.OnBusy.SKIP;

  @Option(
      names = "--journal",
      paramLabel = "on|off",
      description = "Whether writes are journaled; without, only the sum is checked. Default: on.",
      defaultValue = "on")
  private Switch journal = Switch.ON;

  @Option(
      names = "--patience",
      paramLabel = "D",
      description = "After how long without progress a run has stalled. Default: ${DEFAULT-VALUE}.",
      defaultValue = "45s")
  private Duration patience = Duration.ZERO;

  enum Switch {
    ON,
    OFF
  }

  /** The strategy of that name. */
  static Strategy strategy(String name) {
    try {
      return Strategies.named(name.strip());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** The strategy of that name, which must not be a limit. */
  static Strategy proper(String name) {
    Strategy strategy = strategy(name);
    if (Limits.isOne(strategy.name())) {
      throw new UsageException(
          strategy.name() + " is a limit to compare with, no strategy; see 'strategies'");
    }
    return strategy;
  }

  /** The run that is asked for, with a strategy. */
  RunSpec spec(String strategy) {
    try {
      boolean endless = updates == null && duration == null && deltasFile == null;
      return RunSpec.of(strategy(strategy).name())
          .opening(opening)
          .workers(lab.crew(workers).count())
          .threads(threads)
          .updates(updates)
          .duration(endless ? DEFAULT_DURATION : duration)
          .think(think)
          .linger(linger)
          .pause(pause)
          .seed(seed)
          .deltas(chosenDeltas())
          .lease(lease)
          .waitFor(waitFor)
          .onBusy(onBusy)
          .journal(journal == Switch.ON)
          .patience(patience)
          .build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Deltas chosenDeltas() {
    if (deltas != null && deltasFile != null) {
      throw new UsageException("--deltas and --deltas-file exclude each other");
    }
    if (deltasFile != null) {
      List<Long> list = DeltasFile.read(deltasFile, deltasColumn);
      return updates == null && duration == null ? Deltas.eachOnce(list) : Deltas.dealt(list);
    }
    if (deltasColumn != null) {
      throw new UsageException("--deltas-column needs --deltas-file");
    }
    return deltas == null ? Deltas.UNIFORM : Deltas.dealt(deltas);
  }

  /** Settings that were asked for and that the strategy does nothing with, in words. */
  List<String> ignored(Strategy strategy) {
    List<String> ignored = new ArrayList<>();
    if (lease != null && !strategy.honours().contains(Setting.LEASE)) {
      ignored.add(Setting.LEASE.option());
    }
    if (!waitFor.isZero() && !strategy.honours().contains(Setting.WAIT)) {
      ignored.add(Setting.WAIT.option());
    }
    if (onBusy != RunSpec.OnBusy.SKIP && !strategy.honours().contains(Setting.ON_BUSY)) {
      ignored.add(Setting.ON_BUSY.option());
    }
    return ignored;
  }

  /** The lab to make runs in. */
  Lab openLab(Path folder) {
    return lab.open(workers, folder);
  }
}
