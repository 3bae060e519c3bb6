package dev.locklab.cli;

import dev.locklab.audit.Experiment;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Profile;
import dev.locklab.audit.Setting;
import dev.locklab.audit.Setup;
import dev.locklab.lab.Lab;
import dev.locklab.run.RunSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The runs of an experiment, one after the other: every strategy under every setting once, then all
 * of them again, so that whatever changes on the machine meanwhile meets all of them alike.
 */
final class Series {

  /** One of the runs that are to be made. */
  private record Place(String strategy, Setting setting) {}

  private final Setup setup;
  private final WorkloadOptions workload;
  private final Duration warmUp;
  private final List<Judged> runs;
  private final List<Place> missing = new ArrayList<>();

  /**
   * @param warmUp how long a strategy runs before its first run that counts; zero for not at all
   * @param there runs that have been made before
   */
  Series(Setup setup, WorkloadOptions workload, Duration warmUp, List<Judged> there) {
    this.setup = setup;
    this.workload = workload;
    this.warmUp = warmUp;
    this.runs = new ArrayList<>(there);
    Map<Place, Integer> made = new HashMap<>();
    for (Judged run : there) {
      made.merge(new Place(run.spec().strategy(), Setting.of(run.spec())), 1, Integer::sum);
    }
    for (int repeat = 0; repeat < setup.repeats(); repeat++) {
      for (Setting setting : setup.settings()) {
        for (Profile strategy : setup.strategies()) {
          Place place = new Place(strategy.name(), setting);
          if (strategy.needs() == null && repeat >= made.getOrDefault(place, 0)) {
            missing.add(place);
          }
        }
      }
    }
  }

  /** How many runs are to be made. */
  int missing() {
    return missing.size();
  }

  /** What there is by now. */
  Experiment experiment() {
    return Experiment.of(setup, runs);
  }

  /** The runs that there are by now. */
  boolean isEmpty() {
    return runs.isEmpty();
  }

  /**
   * Makes the missing runs.
   *
   * @param enough asked before each run: whether no more are wanted
   */
  void make(Lab lab, Display display, BooleanSupplier enough) throws InterruptedException {
    Set<String> met = new HashSet<>();
    for (Place place : missing) {
      if (lab.isStopped() || enough.getAsBoolean()) {
        return;
      }
      RunSpec spec = workload.spec(place.strategy(), place.setting());
      int workers = workload.lab.isOpen() ? Integer.MAX_VALUE : place.setting().workers();
      if (met.add(place.strategy())) {
        prepare(lab, spec, workers);
      }
      runs.add(lab.run(spec, workers, display).judged());
    }
  }

  /** What is done once for each strategy, and not counted. */
  private void prepare(Lab lab, RunSpec spec, int workers) throws InterruptedException {
    boolean limit =
        setup.strategies().stream()
            .anyMatch(known -> known.name().equals(spec.strategy()) && known.isLimit());
    if (!limit) {
      lab.runAlone(spec);
    }
    if (!warmUp.isZero()) {
      RunSpec warm =
          RunSpec.of(spec.strategy())
              .threads(spec.threads())
              .duration(warmUp)
              .think(spec.think())
              .linger(spec.linger())
              .lease(spec.lease())
              .onBusy(spec.onBusy())
              .waitFor(spec.waitFor())
              .journal(spec.journal())
              .build();
      lab.warmUp(warm, workers);
    }
  }
}
