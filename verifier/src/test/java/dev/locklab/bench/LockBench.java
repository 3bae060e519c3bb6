package dev.locklab.bench;

import dev.locklab.audit.Findings;
import dev.locklab.lab.Crew;
import dev.locklab.lab.Lab;
import dev.locklab.run.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How strategies stand to {@code lock} and to the bare token ring: medians of interleaved repeats,
 * no think time, one thread a worker.
 *
 * <pre>
 * java -cp verifier/target/test-classes:verifier/target/verifier.jar dev.locklab.bench.LockBench 4 handoff fair spin
 * </pre>
 */
public final class LockBench {

  private static final int REPEATS = 3;
  private static final Duration MEASURED = Duration.ofSeconds(10);
  private static final String BASE = "lock";
  private static final String RING = "ring";

  private LockBench() {}

  public static void main(String... args) throws Exception {
    int workers = Integer.parseInt(args[0]);
    List<String> names =
        Stream.concat(Stream.of(BASE, RING), Arrays.stream(args).skip(1)).distinct().toList();
    Map<String, Findings[]> runs = new LinkedHashMap<>();
    Path results = Files.createTempDirectory("locklab-bench-");
    try (Lab lab = Lab.on(null).crew(Crew.own(workers)).results(results).open()) {
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (String name : names) {
          Findings findings =
              lab.run(name, Workload.builder().duration(MEASURED).build()).findings();
          runs.computeIfAbsent(name, none -> new Findings[REPEATS])[repeat] = findings;
          System.err.printf(
              "%d %-10s %,9.0f/s  %s%n",
              repeat + 1, name, findings.pace().updatesPerSecond(), findings.verdict());
        }
      }
    }
    System.out.printf(
        "%d workers x 1 thread, %d s, medians of %d%n%-12s %9s %8s %8s %10s %6s%n",
        workers,
        MEASURED.toSeconds(),
        REPEATS,
        "strategy",
        "upd/s",
        "x " + BASE,
        "x " + RING,
        "p99 us",
        "Jain");
    double base = median(runs.get(BASE), LockBench::rate);
    double ring = median(runs.get(RING), LockBench::rate);
    runs.forEach(
        (name, found) -> {
          double rate = median(found, LockBench::rate);
          System.out.printf(
              "%-12s %,9.0f %8.2f %8.2f %,10.0f %6.3f%n",
              name,
              rate,
              rate / base,
              rate / ring,
              median(found, findings -> findings.pace().waits().p99() / 1e3),
              median(found, LockBench::jain));
        });
  }

  private static double rate(Findings findings) {
    Double rate = findings.pace().updatesPerSecond();
    return rate == null ? 0 : rate;
  }

  private static double jain(Findings findings) {
    Double jain = findings.pace().jain();
    return jain == null ? 0 : jain;
  }

  private static double median(
      Findings @org.jspecify.annotations.Nullable [] found,
      java.util.function.ToDoubleFunction<Findings> figure) {
    return found == null ? 0 : Measures.median(Arrays.stream(found).mapToDouble(figure).toArray());
  }
}
