package dev.locklab.bench;

import static dev.locklab.bench.Measures.cpuSeconds;
import static dev.locklab.bench.Measures.median;

import dev.locklab.it.Browser;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunResult;
import dev.locklab.live.Live;
import dev.locklab.run.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * What it costs a run that it is watched: {@code lock} by 4 JVMs without {@code --live}, with it
 * and nobody who looks, and with its page in a headless browser of the same machine, in turn. The
 * page is open before the run begins, so what it takes to open it does not count. Prints medians
 * and their ratios.
 *
 * <pre>
 * mvn -q -pl verifier -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test.cp
 * java -cp verifier/target/test-classes:verifier/target/classes:$(cat verifier/target/test.cp) \
 *     dev.locklab.bench.LiveBench [REPEATS]
 * </pre>
 */
public final class LiveBench {

  private static final int JVMS = 4;
  private static final Duration MEASURED = Duration.ofSeconds(6);
  private static final int WARM_UPS = 3;

  private LiveBench() {}

  public static void main(String... args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    int repeats = args.length > 0 ? Integer.parseInt(args[0]) : 7;
    Path results = Files.createTempDirectory("locklab-bench-");
    ChromeDriver browser = Browser.openQuietly();
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Lab lab = Lab.on(redis.address()).crew(Crew.own(JVMS)).results(results).open()) {
      compare(lab, browser, repeats, "lock", Duration.ofMillis(1));
      compare(lab, browser, repeats, "race", Duration.ZERO);
    } finally {
      browser.quit();
    }
  }

  private static void compare(
      Lab lab, ChromeDriver browser, int repeats, String strategy, Duration think)
      throws InterruptedException {
    Workload workload = Workload.builder().duration(MEASURED).think(think).build();
    double[] alone = new double[repeats];
    double[] served = new double[repeats];
    double[] watched = new double[repeats];
    double[] browserTook = new double[repeats];
    for (int i = 0; i < WARM_UPS; i++) {
      lab.run(strategy, workload);
    }
    for (int i = 0; i < repeats; i++) {
      alone[i] = pace(lab.run(strategy, workload));
      try (Live live = Live.open("what it costs to be watched", 0)) {
        served[i] = pace(lab.run(strategy, workload, live.listener()));
      }
      try (Live live = Live.open("what it costs to be watched", 0)) {
        browser.get(live.url());
        Browser.awaitReady(browser);
        double before = browserSeconds();
        watched[i] = pace(lab.run(strategy, workload, live.listener()));
        browserTook[i] = browserSeconds() - before;
      }
      browser.get("about:blank");
      System.out.printf(
          Locale.ROOT,
          "%d: alone %,.0f/s, served %,.0f/s, watched %,.0f/s, the browser took %.2f s of processor%n",
          i + 1,
          alone[i],
          served[i],
          watched[i],
          browserTook[i]);
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %d JVMs, think %d ms, %d s, medians of %d: alone %,.0f/s, served %,.0f/s (%.3f), watched %,.0f/s (%.3f), the browser %.2f s%n",
        strategy,
        JVMS,
        think.toMillis(),
        MEASURED.toSeconds(),
        repeats,
        median(alone),
        median(served),
        median(served) / median(alone),
        median(watched),
        median(watched) / median(alone),
        median(browserTook));
  }

  private static double pace(RunResult result) {
    return Objects.requireNonNull(result.findings().pace().updatesPerSecond());
  }

  /** Processor time of the browser's processes, all of which are below this one. */
  private static double browserSeconds() {
    try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
      return cpuSeconds(
          all.filter(
              process ->
                  process.info().command().orElse("").toLowerCase(Locale.ROOT).contains("chrom")));
    }
  }
}
