package dev.locklab.cli;

import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Setting;
import dev.locklab.lab.ExperimentRunner;
import dev.locklab.lab.Lab;
import dev.locklab.options.HelpGroup;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Limits;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to be done by whom: the options that run and compare share. */
@HelpGroup("Workload")
final class WorkloadOptions {

  static final String SEVERAL = " (compare takes several: A,B,...)";
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(5);

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

  @Mixin private DeltasOptions deltas = new DeltasOptions();

  @Option(
      names = "--opening",
      paramLabel = "N",
      description = "Balance before the first update. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private long opening;

  @Option(
      names = "--journal",
      paramLabel = "on|off|stream|gzip",
      description =
          "Whether writes are journaled; without, only the sum is checked. stream brings them to"
              + " disk while the run goes on and takes them out of Redis, for runs that it has no"
              + " memory for; gzip packs them besides. Default: on.",
      defaultValue = "on")
  private Journaling journal = Journaling.ON;

  @Option(
      names = "--patience",
      paramLabel = "D",
      description = "After how long without progress a run has stalled. Default: ${DEFAULT-VALUE}.",
      defaultValue = "45s")
  private Duration patience = Duration.ZERO;

  @Option(
      names = "--workload",
      paramLabel = "balance|payments",
      description =
          "What an update does: change the balance, or pay an order at a rail outside of the lock's"
              + " store and count it as paid. Default: ${DEFAULT-VALUE}.",
      defaultValue = "balance")
  private Kind kind = Kind.BALANCE;

  @Option(
      names = "--rail",
      paramLabel = "plain|fenced",
      description =
          "What the rail does with the fencing token: nothing, or refuse one smaller than it has"
              + " seen. Default: plain.")
  private Workload.@Nullable Rail rail;

  @Mixin private LockOptions lock = new LockOptions();

  @Mixin LabOptions lab = new LabOptions();

  enum Kind {
    BALANCE,
    PAYMENTS
  }

  enum Journaling {
    ON,
    OFF,
    STREAM,
    GZIP;

    Workload.@Nullable Streaming streaming() {
      return switch (this) {
        case ON, OFF -> null;
        case STREAM -> Workload.Streaming.PLAIN;
        case GZIP -> Workload.Streaming.GZIP;
      };
    }
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
          strategy.name()
              + " is a limit to compare with, no strategy; limits are run by compare --limits");
    }
    return strategy;
  }

  /**
   * What is asked for.
   *
   * @throws UsageException if there is more than one setting
   */
  Workload single() {
    List<Setting> settings = settings();
    if (settings.size() > 1) {
      throw new UsageException(
          "only compare takes several values of --workers, --threads, --think, --pause or --lease");
    }
    return under(settings.get(0));
  }

  /** What is asked for, under one of the settings. */
  Workload under(Setting setting) {
    try {
      return ExperimentRunner.workload(setting, this::fill);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Sets what all runs have alike. */
  Workload.Builder fill(Workload.Builder run) {
    boolean open = updates == null && duration == null;
    if (kind == Kind.BALANCE && rail != null) {
      throw new UsageException("--rail goes with --workload payments");
    }
    if (kind == Kind.PAYMENTS && deltas.isGiven()) {
      throw new UsageException("--workload payments has no deltas: an update pays the next order");
    }
    return lock.fill(run)
        .opening(opening)
        .updates(updates)
        .duration(open && !deltas.isList() ? DEFAULT_DURATION : duration)
        .linger(linger)
        .seed(seed)
        .deltas(deltas.chosen(open))
        .journal(journal != Journaling.OFF)
        .streaming(journal.streaming())
        .patience(patience)
        .rail(kind == Kind.BALANCE ? null : Objects.requireNonNullElse(rail, Workload.Rail.PLAIN));
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
            for (Duration leased : lock.leases()) {
              settings.add(new Setting(count, lanes, thinking, pausing, leased));
            }
          }
        }
      }
    }
    return List.copyOf(settings);
  }

  /** Tells the user which of the given options the strategy does nothing with. */
  void sayWhatIsIgnored(Strategy strategy) {
    List<String> ignored =
        settings().stream()
            .flatMap(setting -> Strategies.ignored(strategy, under(setting)).stream())
            .distinct()
            .toList();
    if (!ignored.isEmpty()) {
      Console.print(
          "note: " + strategy.name() + " does nothing with " + String.join(", ", ignored));
    }
  }

  /** The lab to make runs in. */
  Lab openLab(Path folder, Display display) {
    return lab.open(Collections.max(workers), folder, display);
  }
}
