package dev.locklab.audit;

import dev.locklab.run.ClockOffset;
import dev.locklab.run.Histograms;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Reckons how fast a run went and how much its threads got in each other's way. */
final class Performance {

  private static final double MICROS = 1e6;

  private Performance() {}

  /**
   * The pace of a run.
   *
   * @param unreported what is known of threads that handed in no tally
   */
  static Findings.Pace of(
      RunSpec spec, List<Tally> tallies, Collection<ActiveInterval> unreported) {
    List<ActiveInterval> intervals = new ArrayList<>(unreported);
    tallies.stream()
        .filter(tally -> tally.startedAt() > 0 || tally.applied().count() > 0)
        .map(ActiveInterval::of)
        .forEach(intervals::add);
    Findings.Times waits = times(tallies, Tally::waits);
    Findings.Times holds = times(tallies, Tally::holds);
    if (intervals.isEmpty() || !intervals.stream().allMatch(ActiveInterval::isTimed)) {
      return new Findings.Pace(null, null, waits, holds, null, null, null);
    }
    ActiveInterval whole = intervals.stream().reduce(ActiveInterval::and).orElseThrow();
    double seconds = (whole.end() - whole.start()) / MICROS;
    return new Findings.Pace(
        seconds,
        whole.applied() / seconds,
        waits,
        holds,
        jain(intervals),
        overlap(spec, intervals),
        startSpread(spec, tallies));
  }

  private static @Nullable Double jain(List<ActiveInterval> intervals) {
    double sum = 0;
    double squares = 0;
    for (ActiveInterval interval : intervals) {
      double rate = (double) interval.applied() / (interval.end() - interval.start());
      sum += rate;
      squares += rate * rate;
    }
    return squares == 0 ? null : sum * sum / (intervals.size() * squares);
  }

  /** Clocks of several workers can be held against each other only where they were measured. */
  private static @Nullable Double overlap(RunSpec spec, List<ActiveInterval> intervals) {
    boolean oneClock = intervals.stream().map(ActiveInterval::worker).distinct().count() < 2;
    List<ActiveInterval> comparable =
        oneClock ? intervals : intervals.stream().filter(ActiveInterval::measured).toList();
    boolean solitary = spec.workload().allThreads() < 2;
    boolean unknown = comparable.size() < Math.min(2, intervals.size());
    return solitary || unknown ? null : overlap(comparable);
  }

  /** Share of the time in which at least two intervals are open. */
  private static double overlap(List<ActiveInterval> intervals) {
    record Edge(long at, int step) {}
    List<Edge> edges = new ArrayList<>();
    for (ActiveInterval interval : intervals) {
      edges.add(new Edge(interval.start(), 1));
      edges.add(new Edge(interval.end(), -1));
    }
    edges.sort(Comparator.comparingLong(Edge::at));
    double shared = 0;
    double total = 0;
    int open = 0;
    for (int i = 0; i + 1 < edges.size(); i++) {
      open += edges.get(i).step();
      double length = (double) edges.get(i + 1).at() - edges.get(i).at();
      total += length;
      shared += open >= 2 ? length : 0;
    }
    return shared / total;
  }

  /** By the server's clock, to which each worker knows about how its own stands. */
  private static @Nullable Long startSpread(RunSpec spec, List<Tally> tallies) {
    Map<String, Long> earliest = new HashMap<>();
    Map<String, Long> latest = new HashMap<>();
    for (Tally tally : tallies) {
      ClockOffset clock = tally.clock();
      if (clock == null) {
        return null;
      }
      if (tally.startedAt() > 0) {
        earliest.merge(tally.worker(), clock.earliest(tally.startedAt()), Math::min);
        latest.merge(tally.worker(), clock.latest(tally.startedAt()), Math::min);
      }
    }
    if (latest.size() < 2 || spec.workload().pacing() != Workload.Pacing.FREE) {
      return null;
    }
    long spread = Collections.max(earliest.values()) - Collections.min(latest.values());
    return TimeUnit.MICROSECONDS.toNanos(Math.max(0, spread));
  }

  private static Findings.Times times(
      List<Tally> tallies, Function<Tally, @Nullable String> which) {
    Histogram all = null;
    for (Tally tally : tallies) {
      String encoded = which.apply(tally);
      if (encoded != null) {
        all = all == null ? Histograms.nanos() : all;
        all.add(Histograms.decode(encoded));
      }
    }
    return all == null ? Findings.Times.NONE : Findings.Times.of(all);
  }
}
