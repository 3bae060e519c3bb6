package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.lab.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that take no more, and what labs that were killed leave on them. */
class FilesIT {

  /** Files of this process and its children end after so many blocks, as on a disk that is full. */
  private static final List<String> FULL_AT_512_KB =
      List.of("bash", "-c", "ulimit -f 512; exec \"$@\"", "bash");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  FilesIT() {}

  @Test
  void a_disk_that_is_full_when_a_run_is_kept_costs_neither_figures_nor_verdict() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Cli run =
            Cli.start(
                FULL_AT_512_KB,
                folder,
                Cli.VERIFIER,
                Map.of("LOCKLAB_REDIS", redis.address().url()),
                "run --strategy lua --workers 4 --updates 2000".split(" "))) {
      assertThat(run.exitCode()).as(run.output()).isEqualTo(69);
      assertThat(run.output())
          .contains("CONSISTENT: each of the 8,000 writes")
          .contains("the run cannot be kept in ")
          .doesNotContain("\tat ");
      assertThat(run.output().lines().filter(line -> line.startsWith("verifier"))).hasSize(1);
    }
    assertThat(list(folder.resolve(".locklab"))).isEmpty();
  }

  @Test
  void a_disk_that_fills_up_between_runs_still_shows_what_was_made_before() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Cli compare =
            Cli.start(
                FULL_AT_512_KB,
                folder,
                Cli.VERIFIER,
                Map.of("LOCKLAB_REDIS", redis.address().url()),
                "compare --strategies lua --workers 1,4 --updates 1500 --report out".split(" "))) {
      assertThat(compare.exitCode()).as(compare.output()).isEqualTo(69);
      assertThat(compare.output())
          .containsPattern("(?m)^lua +atomic +UNKNOWN .* 1,500 ")
          .containsPattern("(?m)^lua +atomic +OK .* 6,000 ")
          .contains("the run cannot be kept in ")
          .doesNotContain("\tat ");
    }
    assertThat(folder.resolve("out/report.html")).content().contains("6,000");
  }

  @Test
  void what_a_killed_lab_leaves_behind_goes_with_the_next() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    String[] run = "run --strategy incr --workers 1 --duration 60s".split(" ");
    try (Cli first = Cli.start(folder, Cli.VERIFIER, environment, run)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(list(temporary))
                      .anyMatch(name -> name.startsWith("locklab-workers-")));
      first.process().destroyForcibly().waitFor();
    }
    try (Cli next =
        Cli.start(
            folder,
            Cli.VERIFIER,
            environment,
            "run --strategy incr --workers 1 --updates 5".split(" "))) {
      next.exitCode();
    }
    // The server's guardian may be at its own folder still.
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(list(temporary)).noneMatch(FilesIT::isOurs));
  }

  private static boolean isOurs(String name) {
    return name.startsWith("locklab-");
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.map(path -> path.getFileName().toString()).toList();
    }
  }
}
