package dev.locklab.bench;

import dev.locklab.it.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * How long {@code report --format html} takes over a kept comparison in a heap of {@value #HEAP},
 * from the start of its JVM to its end, and how long the page then takes to open in a browser.
 *
 * <pre>
 * mvn -q -pl verifier -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test.cp
 * java -cp verifier/target/test-classes:verifier/target/classes:$(cat verifier/target/test.cp) \
 *     dev.locklab.bench.PageBench .locklab/STAMP-compare
 * </pre>
 */
public final class PageBench {

  private static final String HEAP = "512m";
  private static final int ROUNDS = 5;
  private static final int MOVES = 100;

  private PageBench() {}

  public static void main(String... args) throws Exception {
    Path folder = Path.of(args[0]);
    Path page = Files.createTempDirectory("locklab-page-").resolve("report.html");
    System.out.printf("%,d writes in %s%n", writes(folder), folder.getFileName());
    double[] rendered = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rendered[round] = render(folder, page);
    }
    System.out.printf("rendered in a heap of %s, JVM and all: %s%n", HEAP, medianOf(rendered));
    ChromeDriver browser = Browser.open();
    try {
      double[] opened = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        opened[round] = open(browser, page);
      }
      System.out.printf("opened, %,d kB: %s%n", Files.size(page) >> 10, medianOf(opened));
      System.out.printf(
          "longest of %d zooms and pans, drawn: %s ms%n", MOVES, slowestMove(browser));
    } finally {
      browser.quit();
    }
  }

  private static long writes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long lines = 0;
      for (Path journal :
          files.filter(file -> file.endsWith("journal.ndjson")).toArray(Path[]::new)) {
        try (Stream<String> all = Files.lines(journal)) {
          lines += all.count();
        }
      }
      return lines;
    }
  }

  private static double render(Path folder, Path page) throws Exception {
    long start = System.nanoTime();
    Process report =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.locklab.cli.VerifierMain",
                "report",
                folder.toString(),
                "--format",
                "html",
                "--out",
                page.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int exit = report.waitFor();
    if (exit == 64 || exit >= 69) {
      throw new IllegalStateException("report ended with " + exit);
    }
    return seconds(start);
  }

  private static double open(ChromeDriver browser, Path page) throws InterruptedException {
    browser.get("about:blank");
    long start = System.nanoTime();
    browser.get(page.toUri().toString());
    while (browser.findElement(By.tagName("html")).getDomAttribute("data-ready") == null) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return seconds(start);
  }

  /** Milliseconds from pressing a button to the end of the frame that shows it. */
  private static String slowestMove(JavascriptExecutor browser) {
    Object slowest =
        browser.executeAsyncScript(
            """
            const [moves, done] = arguments;
            const buttons = ['out', 'right', 'in', 'left'].map((id) => document.getElementById(id));
            let slowest = 0;
            const move = (left) => {
              if (left === 0) return done(slowest);
              const start = performance.now();
              buttons[left % buttons.length].click();
              requestAnimationFrame(() => setTimeout(() => {
                slowest = Math.max(slowest, performance.now() - start);
                move(left - 1);
              }));
            };
            document.getElementById('whole').click();
            move(moves);
            """,
            MOVES);
    return slowest instanceof Number millis
        ? String.format(Locale.ROOT, "%.0f", millis.doubleValue())
        : "?";
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String medianOf(double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "median of %d %.2f s (%.2f..%.2f)",
        ROUNDS,
        sorted[ROUNDS / 2],
        sorted[0],
        sorted[ROUNDS - 1]);
  }
}
