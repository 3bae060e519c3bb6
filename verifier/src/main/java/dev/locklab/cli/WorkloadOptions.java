package dev.locklab.cli;

import dev.locklab.audit.Setting;
import dev.locklab.lab.Lab;
import dev.locklab.options.UsageException;
import dev.locklab.run.Deltas;
import dev.locklab.run.RunSpec;
import dev.locklab.strategy.Limits;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to be done by whom: the options that run and compare share. */
final class WorkloadOptions {

  private static final String SEVERAL = " (compare takes several: A,B,...)";
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(5);

  @Mixin LabOptions lab = new LabOptions();

  @Option(
      names = "--workers",
      split = ",",
      paramLabel = "N",
      description = "Worker JVMs to start" + SEVERAL + ". Default: ${DEFAULT-VALUE}.",
      defaultValue = "4")
  private List<Integer> workers = List.of();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Threads in each worker" + SEVERAL + ". Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private List<Integer> threads = List.of();

  @Option(names = "--updates", paramLabel = "N", description = "Updates each worker makes.")
  private @Nullable Long updates;

  @Option(
      names = "--duration",
      paramLabel = "D",
      description = "How long the workers work. Default: 5s, unless --updates or --deltas-file.")
  private @Nullable Duration duration;

  @Option(
      names = "--think",
      split = ",",
      paramLabel = "D",
      description = "Time between read and write" + SEVERAL + ". Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private List<Duration> think = List.of();

  @Option(
      names = "--linger",
      paramLabel = "D",
      description = "Time between write and release. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private Duration linger = Duration.ZERO;

  @Option(
      names = "--pause",
      split = ",",
      paramLabel = "D",
      description =
          "Time between two updates of a thread" + SEVERAL + ". Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private List<Duration> pause = List.of();

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
      split = ",",
      paramLabel = "D",
      description =
          "Lease of the lock"
              + SEVERAL
              + ". Default: 0, which is renewed for as long as its holder lives.",
      defaultValue = "0")
  private List<Duration> lease = List.of();

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

  /**
   * The run that is asked for, with a strategy.
   *
   * @throws UsageException if there is more than one setting
   */
  RunSpec spec(String strategy) {
    List<Setting> settings = settings();
    if (settings.size() > 1) {
      throw new UsageException(
          "only compare takes several values of --workers, --threads, --think, --pause or --lease");
    }
    return spec(strategy, settings.get(0));
  }

  /** The run that is asked for, with a strategy under a setting. */
  RunSpec spec(String strategy, Setting setting) {
    try {
      boolean endless = updates == null && duration == null && deltasFile == null;
      return RunSpec.of(strategy(strategy).name())
          .opening(opening)
          .workers(setting.workers())
          .threads(setting.threads())
          .updates(updates)
          .duration(endless ? DEFAULT_DURATION : duration)
          .think(setting.think())
          .linger(linger)
          .pause(setting.pause())
          .seed(seed)
          .deltas(chosenDeltas())
          .lease(setting.lease())
          .waitFor(waitFor)
          .onBusy(onBusy)
          .journal(journal == Switch.ON)
          .patience(patience)
          .build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Every combination of what can be varied, each once. */
  List<Setting> settings() {
    Set<Setting> settings = new LinkedHashSet<>();
    for (int crew : workers) {
      // The crew says in its own words what is wrong with a number; where others join, they count.
      int count = lab.crew(crew).count();
      for (int lanes : threads) {
        for (Duration thinking : think) {
          for (Duration pausing : pause) {
            for (Duration leased : lease) {
              settings.add(
                  new Setting(count, lanes, thinking, pausing, leased.isZero() ? null : leased));
            }
          }
        }
      }
    }
    return List.copyOf(settings);
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

  /** Tells the user which of the given options the strategy does nothing with. */
  void sayWhatIsIgnored(Strategy strategy) {
    List<String> ignored = ignored(strategy);
    if (!ignored.isEmpty()) {
      System.out.println(
          "note: " + strategy.name() + " does nothing with " + String.join(", ", ignored));
    }
  }

  /** Settings that were asked for and that the strategy does nothing with, in words. */
  List<String> ignored(Strategy strategy) {
    List<String> ignored = new ArrayList<>();
    if (lease.stream().anyMatch(time -> !time.isZero())
        && !strategy.honours().contains(Strategy.Setting.LEASE)) {
      ignored.add(Strategy.Setting.LEASE.option());
    }
    if (!waitFor.isZero() && !strategy.honours().contains(Strategy.Setting.WAIT)) {
      ignored.add(Strategy.Setting.WAIT.option());
    }
    if (onBusy != RunSpec.OnBusy.SKIP && !strategy.honours().contains(Strategy.Setting.ON_BUSY)) {
      ignored.add(Strategy.Setting.ON_BUSY.option());
    }
    return ignored;
  }

  /** The lab to make runs in. */
  Lab openLab(Path folder) {
    return lab.open(Collections.max(workers), folder);
  }
}
