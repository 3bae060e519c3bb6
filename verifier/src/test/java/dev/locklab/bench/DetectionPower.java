package dev.locklab.bench;

import dev.locklab.account.Write;
import dev.locklab.audit.Verdict;
import dev.locklab.it.Crash;
import dev.locklab.lab.Crew;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunFolder;
import dev.locklab.lab.RunResult;
import dev.locklab.run.Promise;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How soon a broken strategy is found out on the workload that shows what is wrong with it: the
 * median number of updates until the first that proves it, over seeded runs, 30 unless another
 * number is given.
 *
 * <pre>
 * java -cp verifier/target/test-classes:verifier/target/verifier.jar dev.locklab.bench.DetectionPower
 * </pre>
 */
public final class DetectionPower {

  private static final int JVMS = 4;

  /** Broken only by a client that dies between its two steps. */
  private static final String NEEDS_A_CRASH = "setnx-expire";

  private DetectionPower() {}

  public static void main(String... args) throws Exception {
    int runs = args.length == 0 ? 30 : Integer.parseInt(args[0]);
    Path results = Files.createTempDirectory("locklab-bench-");
    System.out.printf(
        "%-13s %7s  %-20s %s%n", "strategy", "caught", "median until proved", "range");
    try (Lab lab = Lab.on(null).crew(Crew.own(JVMS)).results(results).open()) {
      for (Strategy strategy : Strategies.all()) {
        if (strategy.promise() == Promise.NONE) {
          measure(lab, strategy, runs);
        }
      }
    }
  }

  private static void measure(Lab lab, Strategy strategy, int runs) throws Exception {
    List<Long> proofs = new ArrayList<>();
    for (int seed = 1; seed <= runs; seed++) {
      boolean crashes = strategy.name().equals(NEEDS_A_CRASH);
      RunResult result =
          crashes
              ? lab.run(
                  strategy.demonstration().patience(Duration.ofSeconds(1)).seed(seed).build(),
                  new Crash(lab))
              : lab.run(strategy.demonstration().seed(seed).build());
      long last = 0;
      for (Write write : new RunFolder(result.folder()).read().journal()) {
        last = write.version();
        if (!crashes && write.isStale()) {
          break;
        }
      }
      if (result.verdict() == (crashes ? Verdict.STALLED : Verdict.LOST_UPDATES)) {
        proofs.add(last);
      }
    }
    Collections.sort(proofs);
    System.out.printf(
        "%-13s %3d/%3d  %-20s %s%n",
        strategy.name(),
        proofs.size(),
        runs,
        proofs.isEmpty() ? "-" : proofs.get(proofs.size() / 2),
        proofs.isEmpty() ? "" : proofs.get(0) + " to " + proofs.get(proofs.size() - 1));
  }
}
