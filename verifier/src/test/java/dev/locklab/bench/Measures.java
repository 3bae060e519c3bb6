package dev.locklab.bench;

import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What benchmarks measure. */
final class Measures {

  private Measures() {}

  /** The middle one of some values, of an even number the higher of the two. */
  static double median(double... values) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** The processor time that processes have taken up to now, in seconds. */
  static double cpuSeconds(Stream<ProcessHandle> processes) {
    return processes
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(time -> time.toNanos() / 1e9)
        .sum();
  }
}
