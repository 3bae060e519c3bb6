package dev.locklab.live;

import dev.locklab.run.Histograms;
import dev.locklab.run.Tally;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * How long updates of runs that have ended waited for their lock and held it, as their workers
 * measured it, to the three digits to which they do.
 */
final class Measured {

  /** From 10 microseconds to 40 seconds, for formats that have no native histograms. */
  private static final double FIRST_BOUND = 10_000;

  private static final double FACTOR = 4;
  private static final int BOUNDS = 12;

  private final Histogram waits = histogram("locklab_wait_ns", "waiting for the lock");
  private final Histogram holds = histogram("locklab_hold_ns", "holding the lock");

  private static Histogram histogram(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help + ", of runs that have ended")
        .unit(new Unit("ns"))
        .labelNames("strategy", "setting")
        .classicExponentialUpperBounds(FIRST_BOUND, FACTOR, BOUNDS)
        .build();
  }

  void register(PrometheusRegistry registry) {
    registry.register(waits);
    registry.register(holds);
  }

  /** Takes what the threads of a run measured. */
  void add(String strategy, String setting, List<Tally> tallies) {
    for (Tally tally : tallies) {
      add(waits, strategy, setting, tally.waits());
      add(holds, strategy, setting, tally.holds());
    }
  }

  private static void add(Histogram to, String strategy, String setting, @Nullable String encoded) {
    if (encoded == null) {
      return;
    }
    DistributionDataPoint times = to.labelValues(strategy, setting);
    for (HistogramIterationValue step : Histograms.decode(encoded).recordedValues()) {
      for (long i = 0; i < step.getCountAtValueIteratedTo(); i++) {
        times.observe((double) step.getValueIteratedTo());
      }
    }
  }
}
