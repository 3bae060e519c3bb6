package dev.locklab.bench;

import static dev.locklab.bench.Measures.median;

import dev.locklab.archive.RunFolder;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunResult;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/**
 * What the harness costs: {@code race} without a journal against a bare loop of GET and SET by the
 * same client library, on the same server, with as many JVMs, in turn. Prints medians and their
 * ratio.
 *
 * <pre>
 * java -cp verifier/target/test-classes:verifier/target/verifier.jar dev.locklab.bench.HarnessCost
 * </pre>
 */
public final class HarnessCost {

  private static final int JVMS = 4;
  private static final int REPEATS = 9;
  private static final Duration MEASURED = Duration.ofSeconds(4);

  /** The variable by which a loop is told what the server wants. */
  private static final String PASSWORD = "BENCH_PASSWORD";

  private HarnessCost() {}

  public static void main(String... args) throws Exception {
    if (args.length == 2) {
      bareLoop(args[0], Integer.parseInt(args[1]));
      return;
    }
    Path results = Files.createTempDirectory("locklab-bench-");
    double[] bare = new double[REPEATS];
    double[] race = new double[REPEATS];
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Lab lab = Lab.on(redis.address()).crew(Crew.own(JVMS)).results(results).open()) {
      Workload spec = Workload.builder().journal(false).duration(MEASURED).build();
      List<Process> loops = startLoops(redis.address());
      lab.run("race", spec);
      bareUpdates(loops);
      for (int i = 0; i < REPEATS; i++) {
        double loopsBefore = cpuSeconds(loops);
        bare[i] = bareUpdates(loops);
        double loopCpu = (cpuSeconds(loops) - loopsBefore) / (bare[i] * MEASURED.toSeconds());
        double workersBefore = cpuSeconds(lab.workerProcesses().values());
        race[i] = threadRates(lab.run("race", spec));
        System.out.printf(
            "%d: bare %,8.0f/s   race %,8.0f/s   ratio %.3f%n",
            i + 1, bare[i], race[i], race[i] / bare[i]);
        double workerCpu =
            (cpuSeconds(lab.workerProcesses().values()) - workersBefore)
                / (race[i] * MEASURED.toSeconds());
        System.out.printf(
            "   client CPU an update: bare %.1f us, race %.1f us%n",
            1e6 * loopCpu, 1e6 * workerCpu);
      }
      loops.forEach(Process::destroy);
    }
    double[] ratios = new double[REPEATS];
    Arrays.setAll(ratios, i -> race[i] / bare[i]);
    System.out.printf(
        "%d JVMs x 1 thread, %d s, medians of %d: bare %,.0f/s, race --journal off %,.0f/s, ratio %.3f%n",
        JVMS, MEASURED.toSeconds(), REPEATS, median(bare), median(race), median(ratios));
  }

  /** Loops that live through all repeats, as the workers do. */
  private static List<Process> startLoops(RedisAddress address) throws IOException {
    List<Process> loops = new ArrayList<>();
    for (int i = 0; i < JVMS; i++) {
      ProcessBuilder loop =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:-UsePerfData",
                  "-cp",
                  System.getProperty("java.class.path"),
                  HarnessCost.class.getName(),
                  address.host(),
                  Integer.toString(address.port()))
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      loop.environment().put(PASSWORD, String.valueOf(address.password()));
      loops.add(loop.start());
    }
    return loops;
  }

  private static double bareUpdates(List<Process> loops) throws IOException {
    for (Process loop : loops) {
      loop.outputWriter(StandardCharsets.US_ASCII).append('\n').flush();
    }
    double total = 0;
    for (Process loop : loops) {
      total += Double.parseDouble(loop.inputReader(StandardCharsets.US_ASCII).readLine());
    }
    return total;
  }

  /** The loop itself: one Jedis connection, a GET and a SET, and nothing else. */
  private static void bareLoop(String host, int port) throws IOException {
    DefaultJedisClientConfig login =
        DefaultJedisClientConfig.builder().password(System.getenv(PASSWORD)).build();
    try (Connection connection = new Connection(new HostAndPort(host, port), login)) {
      while (System.in.read() >= 0) {
        long start = System.nanoTime();
        long updates = 0;
        while (System.nanoTime() - start < MEASURED.toNanos()) {
          connection.sendCommand(Command.GET, "bare");
          byte[] balance = connection.getBinaryBulkReply();
          long value =
              balance == null ? 0 : Long.parseLong(new String(balance, StandardCharsets.US_ASCII));
          connection.sendCommand(Command.SET, "bare", Long.toString(value + 1));
          connection.getStatusCodeReply();
          updates++;
        }
        System.out.println(updates * 1e9 / (System.nanoTime() - start));
      }
    }
  }

  /** Each thread's own rate, added up: what the bare loops report. */
  private static double threadRates(RunResult result) {
    return new RunFolder(result.folder())
        .read().tallies().stream()
            .mapToDouble(
                tally -> tally.applied().count() * 1e6 / (tally.endedAt() - tally.startedAt()))
            .sum();
  }

  private static double cpuSeconds(Collection<Process> processes) {
    return Measures.cpuSeconds(processes.stream().map(Process::toHandle));
  }
}
