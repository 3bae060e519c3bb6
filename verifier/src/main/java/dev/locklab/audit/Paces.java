package dev.locklab.audit;

import dev.locklab.run.Histograms;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Reckons how fast a run went and how much its threads got in each other's way. */
final class Paces {

  private static final double MICROS = 1e6;

  private Paces() {}

  /**
   * The pace of a run.
   *
   * @param unreported what is known of threads that handed in no tally
   */
  static Findings.Pace of(List<Tally> tallies, Collection<Stint> unreported) {
    List<Stint> stints = new ArrayList<>(unreported);
    tallies.stream().filter(tally -> tally.startedAt() > 0).map(Stint::of).forEach(stints::add);
    double seconds =
        stints.stream()
            .reduce(Stint::and)
            .map(whole -> (whole.end() - whole.start()) / MICROS)
            .orElse(0.0);
    long applied = stints.stream().mapToLong(Stint::applied).sum();
    return new Findings.Pace(
        seconds,
        seconds == 0 ? 0 : applied / seconds,
        times(tallies, Tally::waits),
        times(tallies, Tally::holds),
        jain(stints),
        contended(stints),
        overlap(stints));
  }

  private static double jain(List<Stint> stints) {
    double sum = 0;
    double squares = 0;
    for (Stint stint : stints) {
      double rate = (double) stint.applied() / (stint.end() - stint.start() + 1);
      sum += rate;
      squares += rate * rate;
    }
    return squares == 0 ? 1 : sum * sum / (stints.size() * squares);
  }

  /** Share of the time in which at least two stints are open. */
  private static double contended(List<Stint> stints) {
    record Edge(long at, int step) {}
    List<Edge> edges = new ArrayList<>();
    for (Stint stint : stints) {
      edges.add(new Edge(stint.start(), 1));
      edges.add(new Edge(stint.end(), -1));
    }
    edges.sort(Comparator.comparingLong(Edge::at));
    long shared = 0;
    long total = 0;
    int open = 0;
    for (int i = 0; i + 1 < edges.size(); i++) {
      open += edges.get(i).step();
      long length = edges.get(i + 1).at() - edges.get(i).at();
      total += length;
      shared += open >= 2 ? length : 0;
    }
    return total == 0 ? 0 : (double) shared / total;
  }

  /** Share of the time in which every worker has a stint open. */
  private static double overlap(List<Stint> stints) {
    Map<String, Stint> workers = new HashMap<>();
    stints.forEach(stint -> workers.merge(stint.worker(), stint, Stint::and));
    long allStarted = Long.MIN_VALUE;
    long firstEnded = Long.MAX_VALUE;
    Stint whole = null;
    for (Stint worker : workers.values()) {
      allStarted = Math.max(allStarted, worker.start());
      firstEnded = Math.min(firstEnded, worker.end());
      whole = whole == null ? worker : whole.and(worker);
    }
    return whole == null
        ? 0
        : (double) Math.max(0, firstEnded - allStarted) / (whole.end() - whole.start());
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
