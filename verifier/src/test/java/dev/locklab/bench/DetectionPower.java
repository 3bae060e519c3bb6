package dev.locklab.bench;

import dev.locklab.account.Write;
import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Verdict;
import dev.locklab.it.Crash;
import dev.locklab.lab.Crew;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunResult;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.Durations;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the audit's word is worth. Of each broken strategy: how many of 30 seeded runs, of the
 * workload that shows what is wrong with it, prove it broken, and after how many updates. Of the
 * sound ones, if runs of them are asked for: how many of all these are accused of anything. Seeds
 * count from 1, or from the number given last.
 *
 * <pre>
 * java -cp verifier/target/test-classes:verifier/target/verifier.jar dev.locklab.bench.DetectionPower
 * java -cp verifier/target/test-classes:verifier/target/verifier.jar dev.locklab.bench.DetectionPower 100 1000
 * </pre>
 */
public final class DetectionPower {

  private static final int BROKEN_JVMS = 4;
  private static final int SOUND_JVMS = 2;
  private static final int SOUND_THREADS = 2;
  private static final long SOUND_UPDATES = 20;

  /** Broken only by a client that dies between its two steps. */
  private static final String NEEDS_A_CRASH = "setnx-expire";

  private static final Duration STANDSTILL = Duration.ofSeconds(1);

  private DetectionPower() {}

  public static void main(String... args) throws Exception {
    int broken = args.length > 0 ? Integer.parseInt(args[0]) : 30;
    int sound = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    int firstSeed = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    Path results = Files.createTempDirectory("locklab-bench-");
    System.out.printf("%-13s %7s  %s%n", "broken", "caught", "median of updates until proved");
    try (Lab lab = Lab.on(null).crew(Crew.own(BROKEN_JVMS)).results(results).open()) {
      for (Strategy strategy : Strategies.all()) {
        if (strategy.promise() == Promise.NONE) {
          System.out.println(caught(lab, strategy, broken, firstSeed));
        }
      }
    }
    if (sound > 0) {
      System.out.printf("%n%-13s %7s%n", "sound", "accused");
      try (Lab lab = Lab.on(null).crew(Crew.own(SOUND_JVMS)).results(results).open()) {
        accuse(lab, sound, firstSeed);
      }
    }
  }

  private static String caught(Lab lab, Strategy strategy, int runs, int firstSeed)
      throws Exception {
    boolean crashes = strategy.name().equals(NEEDS_A_CRASH);
    List<Long> proofs = new ArrayList<>();
    for (int seed = firstSeed; seed < firstSeed + runs; seed++) {
      Workload.Builder spec = strategy.demonstration().seed(seed);
      RunResult result =
          crashes
              ? lab.run(strategy.name(), spec.patience(STANDSTILL).build(), new Crash(lab))
              : lab.run(strategy.name(), spec.build());
      if (result.verdict() == (crashes ? Verdict.STALLED : Verdict.LOST_UPDATES)) {
        proofs.add(firstStale(result));
      }
    }
    Collections.sort(proofs);
    String found = proofs.size() + "/" + runs;
    String words =
        proofs.isEmpty()
            ? "-"
            // How many updates go before the crash is this bench's doing, and says nothing.
            : crashes
                ? "none: one client dies between its two steps, %s of standstill prove it"
                    .formatted(Durations.format(STANDSTILL))
                : "%d (%d to %d)"
                    .formatted(
                        proofs.get(proofs.size() / 2),
                        proofs.get(0),
                        proofs.get(proofs.size() - 1));
    return "%-13s %7s  %s".formatted(strategy.name(), found, words);
  }

  private static long firstStale(RunResult result) {
    long last = 0;
    for (Write write : new RunFolder(result.folder()).read().journal()) {
      last = write.version();
      if (write.isStale()) {
        break;
      }
    }
    return last;
  }

  /** Runs of all sound strategies in turn, with and without think time. */
  private static void accuse(Lab lab, int runs, int firstSeed) throws Exception {
    ServerInfo server = ServerInfo.of(lab.subject(), "bench");
    List<Strategy> sound =
        Strategies.all().stream()
            .filter(strategy -> strategy.promise() != Promise.NONE)
            .filter(strategy -> strategy.needs(server) == null)
            .toList();
    int[] made = new int[sound.size()];
    int[] accused = new int[sound.size()];
    for (int seed = firstSeed; seed < firstSeed + runs; seed++) {
      int index = seed % sound.size();
      String name = sound.get(index).name();
      Workload workload =
          Workload.builder()
              .threads(SOUND_THREADS)
              .updates(SOUND_UPDATES)
              .think(seed / sound.size() % 2 == 0 ? Duration.ZERO : Duration.ofMillis(1))
              .onBusy(Workload.OnBusy.RETRY)
              .seed(seed)
              .build();
      RunResult result = lab.run(name, workload);
      made[index]++;
      if (result.verdict() != Verdict.CONSISTENT) {
        accused[index]++;
        System.out.println(name + " is accused: " + result.folder());
      }
    }
    for (int index = 0; index < sound.size(); index++) {
      System.out.printf("%-13s %7s%n", sound.get(index).name(), accused[index] + "/" + made[index]);
    }
    System.out.printf("%-13s %7s%n", "all", IntStream.of(accused).sum() + "/" + runs);
  }
}
