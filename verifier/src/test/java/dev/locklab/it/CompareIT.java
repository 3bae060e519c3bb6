package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments as users make them: of several settings, from a file, interrupted and resumed. */
class CompareIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  CompareIT() {}

  @Test
  void every_combination_is_run_and_written_in_every_format() throws Exception {
    try (Cli compare =
        Cli.verifier(
            folder,
            "compare",
            "--strategies=race,incr",
            "--workers=1,2",
            "--repeat=2",
            "--duration=500ms",
            "--warm-up=0",
            "--report=out")) {
      assertThat(compare.exitCode()).as(compare.output()).isZero();
      assertThat(compare.output())
          .contains("2 strategies, 2 settings", "median of 2")
          .containsPattern("(?m)^Redis Lock Lab: .*, on embedded (Redis|Valkey) [0-9.]+$");
    }
    assertThat(runs()).hasSize(8);
    List<String> csv = Files.readAllLines(folder.resolve("out/report.csv"));
    assertThat(csv).hasSize(1 + 4);
    assertThat(csv.get(0)).startsWith("strategy,library,promise,workers [count],");
    assertThat(Files.readString(folder.resolve("out/report.md"))).contains("| race | none | 2 |");
    assertThat(folder.resolve("out/report.html"))
        .content()
        .containsPattern("\"title\":\"[^\"]*, on embedded (Redis|Valkey) [0-9.]+\"");
    assertThat(Files.readString(folder.resolve("out/report.json")))
        .contains("\"schema\" : \"redis-lock-lab/experiment\"", "\"server\" : \"Redis ");
    try (Cli again =
        Cli.verifier(folder, "report", kept().toString(), "--format=csv", "--out=again.csv")) {
      assertThat(again.exitCode()).as(again.output()).isZero();
    }
    assertThat(folder.resolve("again.csv"))
        .hasSameTextualContentAs(folder.resolve("out/report.csv"));
  }

  @Test
  void an_interrupt_lets_the_current_run_end_and_a_resumed_experiment_makes_the_rest()
      throws Exception {
    try (Cli compare =
        Cli.verifier(
            folder,
            "compare",
            "--strategies=race,incr",
            "--workers=2",
            "--repeat=2",
            "--duration=2s",
            "--warm-up=0")) {
      await().atMost(Duration.ofSeconds(60)).until(() -> compare.output().contains("[1/4] race"));
      interrupt(compare);
      assertThat(compare.exitCode()).as(compare.output()).isEqualTo(130);
      assertThat(compare.output())
          .contains("Finishing the current run", "of 4 runs are missing")
          .doesNotContain("ended early: interrupted");
    }
    List<Path> before = runs();
    assertThat(before).isNotEmpty().hasSizeLessThan(4);
    try (Cli resumed = Cli.verifier(folder, "compare", "--resume", kept().toString())) {
      assertThat(resumed.exitCode()).as(resumed.output()).isZero();
      assertThat(resumed.output()).contains("2s", "median of 2").doesNotContain("missing");
    }
    assertThat(runs()).hasSize(4).containsAll(before);
  }

  @Test
  void a_run_that_was_interrupted_is_set_aside_and_made_again() throws Exception {
    try (Cli compare =
        Cli.verifier(folder, "compare", "--strategies=incr", "--workers=2", "--duration=8s")) {
      await().atMost(Duration.ofSeconds(60)).until(() -> compare.output().contains(" applied, "));
      interrupt(compare);
      await().until(() -> compare.output().contains("Ctrl-C again ends it"));
      interrupt(compare);
      assertThat(compare.exitCode()).as(compare.output()).isEqualTo(130);
      assertThat(compare.output()).contains("the run was ended early: interrupted");
    }
    List<Path> half = runs();
    assertThat(half).hasSize(1);
    try (Cli resumed = Cli.verifier(folder, "compare", "--resume", kept().toString())) {
      assertThat(resumed.exitCode()).as(resumed.output()).isZero();
      assertThat(resumed.output())
          .contains("interrupted, and made again: 1 run")
          .doesNotContain("early");
    }
    assertThat(kept().resolve("interrupted").resolve(half.get(0).getFileName())).isDirectory();
  }

  private static void interrupt(Cli cli) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(cli.process().pid())).start().waitFor();
  }

  @Test
  void a_file_says_what_to_run_and_the_command_line_overrides_it() throws Exception {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file, "# mine\nstrategies: [race, incr]\nworkers: 2\nduration: 500ms # each\nrepeat: 2\n");
    try (Cli compare =
        Cli.verifier(
            folder, "compare", "--experiment", "mine.yaml", "--repeat=1", "--strategies=incr")) {
      assertThat(compare.exitCode()).as(compare.output()).isZero();
      assertThat(compare.output()).contains("incr, 2 worker JVMs").doesNotContain("race");
    }
    assertThat(runs()).hasSize(1);
    try (Cli other =
        Cli.verifier(folder, "compare", "--resume", kept().toString(), "--duration=1s")) {
      assertThat(other.exitCode()).as(other.output()).isEqualTo(64);
      assertThat(other.output())
          .contains(
              "--duration 1s contradicts", "experiment.yaml, line", "which says duration: 500ms");
    }
    assertThat(runs()).hasSize(1);
    assertThat(Files.readString(kept().resolve("experiment.yaml")))
        .contains("strategies: incr", "duration: 500ms", "repeat: 1");
    Files.writeString(file, "strategies: [incr]\nworker: 2\n");
    try (Cli wrong = Cli.verifier(folder, "compare", "--experiment", "mine.yaml")) {
      assertThat(wrong.exitCode()).isEqualTo(64);
      assertThat(wrong.output()).contains("mine.yaml, line 2: 'worker' is no setting");
    }
    Files.writeString(file, "strategies: [incr]\nworkers: 0\n");
    try (Cli wrong = Cli.verifier(folder, "compare", "--experiment", "mine.yaml")) {
      assertThat(wrong.exitCode()).isEqualTo(64);
      assertThat(wrong.output()).contains("mine.yaml, line 2, workers: there must be at least 1");
    }
  }

  @Test
  void a_single_run_can_be_made_again_from_its_folder() throws Exception {
    try (Cli run =
        Cli.verifier(
            folder, "run", "--strategy=incr", "--workers=2", "--duration=500ms", "--seed=7")) {
      assertThat(run.exitCode()).as(run.output()).isZero();
    }
    String file = kept().resolve("experiment.yaml").toString();
    try (Cli again = Cli.verifier(folder, "compare", "--experiment", file, "--results=again")) {
      assertThat(again.exitCode()).as(again.output()).isZero();
      assertThat(again.output()).contains("incr, 2 worker JVMs", "500ms", "seed 7");
    }
    assertThat(Files.readString(kept().resolve("setup.json")))
        .contains("\"redisson\"", "\"cores\"");
  }

  /** The folder of the only experiment. */
  private Path kept() throws Exception {
    try (Stream<Path> inside = Files.list(folder.resolve(".locklab"))) {
      return inside.findFirst().orElseThrow();
    }
  }

  private List<Path> runs() throws Exception {
    try (Stream<Path> inside = Files.list(kept())) {
      return inside.filter(Files::isDirectory).sorted().toList();
    }
  }
}
