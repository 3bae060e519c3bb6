package dev.locklab.audit;

import dev.locklab.run.Histograms;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Reckons how fast a run went and how much its threads got in each other's way. */
final class Paces {

  private static final double MICROS = 1e6;

  private Paces() {}

  static Findings.Pace of(List<Tally> tallies) {
    List<Tally> working = tallies.stream().filter(tally -> tally.startedAt() > 0).toList();
    long[] starts = new long[working.size()];
    long[] ends = new long[working.size()];
    double[] rates = new double[working.size()];
    long applied = 0;
    for (int i = 0; i < working.size(); i++) {
      Tally tally = working.get(i);
      starts[i] = tally.startedAt() + tally.clockOffset();
      ends[i] = Math.max(starts[i] + 1, tally.endedAt() + tally.clockOffset());
      rates[i] = tally.applied().count() * MICROS / (ends[i] - starts[i]);
      applied += tally.applied().count();
    }
    double seconds =
        working.isEmpty()
            ? 0
            : (Arrays.stream(ends).max().orElse(0) - Arrays.stream(starts).min().orElse(0))
                / MICROS;
    return new Findings.Pace(
        seconds,
        seconds == 0 ? 0 : applied / seconds,
        times(tallies, Tally::waits),
        times(tallies, Tally::holds),
        jain(rates),
        contended(starts, ends));
  }

  private static double jain(double[] rates) {
    double sum = Arrays.stream(rates).sum();
    double squares = Arrays.stream(rates).map(rate -> rate * rate).sum();
    return squares == 0 ? 1 : sum * sum / (rates.length * squares);
  }

  /** Share of the time in which at least two intervals are open. */
  private static double contended(long[] starts, long[] ends) {
    record Edge(long at, int step) {}
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      edges.add(new Edge(starts[i], 1));
      edges.add(new Edge(ends[i], -1));
    }
    edges.sort((a, b) -> Long.compare(a.at(), b.at()));
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

  private static Findings.Times times(
      List<Tally> tallies, Function<Tally, @Nullable String> which) {
    Histogram all = Histograms.nanos();
    for (Tally tally : tallies) {
      String encoded = which.apply(tally);
      if (encoded != null) {
        all.add(Histograms.decode(encoded));
      }
    }
    return all.getTotalCount() == 0
        ? new Findings.Times(0, 0, 0, 0)
        : new Findings.Times(
            all.getTotalCount(),
            all.getValueAtPercentile(50),
            all.getValueAtPercentile(99),
            all.getMaxValue());
  }
}
