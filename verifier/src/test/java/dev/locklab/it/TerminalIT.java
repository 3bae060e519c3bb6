package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who sits in front of a terminal, and what his keys do. */
class TerminalIT {

  private static final int COLUMNS = 90;
  private static final String TITLE = "Redis Lock Lab: ";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  TerminalIT() {}

  @BeforeEach
  void inATerminal() throws Exception {
    Pty.assumeThereIsOne();
  }

  @Test
  void ctrlCEndsARunEarlyShowsItsReportAndLeavesNothingBehind() throws Exception {
    try (Pty pty =
        Pty.verifier(
            folder, COLUMNS, Map.of(), "run", "--strategy=race", "--workers=2", "--duration=90s")) {
      Set<ProcessHandle> started = interruptAtWork(pty);
      assertThat(pty.exitCode()).as(pty.output()).isEqualTo(130);
      assertThat(pty.output())
          .containsSubsequence(
              "starting Redis ...",
              "starting 2 worker JVMs ...",
              "race: preparing ...",
              "% of 90s [",
              "race: judging ...",
              TITLE,
              "\u001b[33mINTERESTING\u001b[0m",
              "the run was ended early: interrupted",
              "Grade: \u001b[33mINTERESTING\u001b[0m",
              "Kept in .locklab");
      assertThat(pty.linesAfter(TITLE))
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS))
          .anySatisfy(line -> assertThat(line).hasSizeGreaterThan(COLUMNS - 20));
      nothingIsLeftOf(started);
    }
    itCanBeShownWithoutColours();
    nothingFromOutsideIsObeyed();
  }

  @Test
  void ctrlCTwiceEndsAComparisonAtOnceAndItIsStillJudged() throws Exception {
    try (Pty pty =
        Pty.verifier(
            folder,
            COLUMNS,
            Map.of(),
            "compare",
            "--strategies=incr,race",
            "--workers=2",
            "--duration=90s")) {
      Set<ProcessHandle> started = interruptAtWork(pty);
      await().until(() -> pty.output().contains("Ctrl-C again ends it at once"));
      pty.interrupt();
      assertThat(pty.exitCode()).as(pty.output()).isEqualTo(130);
      assertThat(pty.output())
          .contains("[1/2] incr", TITLE, "the run was ended early: interrupted", "Kept in ")
          .doesNotContain("[2/2]");
      nothingIsLeftOf(started);
    }
  }

  @Test
  void theLivePageStandsStillUntilEnter() throws Exception {
    try (Pty pty =
        Pty.verifier(
            folder,
            COLUMNS,
            Map.of("CI", ""),
            "run",
            "--strategy=incr",
            "--updates=20",
            "--live")) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> pty.output().contains("; Enter or Ctrl-C closes it."));
      assertThat(pty.output())
          .containsSubsequence("Live: http://127.0.0.1:", "CONSISTENT", "Kept in ", "stands still");
      assertThat(pty.processes()).isNotEmpty();
      pty.type("\n");
      assertThat(pty.exitCode()).as(pty.output()).isZero();
    }
  }

  private void itCanBeShownWithoutColours() throws Exception {
    try (Pty pty = Pty.verifier(folder, 66, Map.of("NO_COLOR", "1"), "report", kept().toString())) {
      assertThat(pty.exitCode()).as(pty.output()).isZero();
      assertThat(pty.output()).contains("Grade: INTERESTING").doesNotContain("\u001b");
      assertThat(pty.linesAfter(TITLE))
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(66));
    }
  }

  private void nothingFromOutsideIsObeyed() throws Exception {
    for (String name : List.of("spec.json", "tallies.json", "journal.ndjson")) {
      Path file = kept().resolve(name);
      Files.writeString(file, Files.readString(file).replace("\"w1\"", "\"w\\u001b[2J\\u202e1\""));
    }
    try (Pty pty = Pty.verifier(folder, 200, Map.of(), "report", kept().toString())) {
      assertThat(pty.exitCode()).as(pty.output()).isZero();
      assertThat(pty.output())
          .contains("w\\u001b[2J\\u202e1")
          .doesNotContain("\u001b[2J", "\u202e");
    }
  }

  private static Set<ProcessHandle> interruptAtWork(Pty pty) throws Exception {
    await().atMost(Duration.ofSeconds(90)).until(() -> pty.output().contains(" applied, "));
    Set<ProcessHandle> started = pty.processes();
    // The verifier, its workers, and the embedded Redis with its guardian.
    assertThat(started).hasSizeGreaterThanOrEqualTo(5);
    pty.interrupt();
    return started;
  }

  private void nothingIsLeftOf(Set<ProcessHandle> started) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(folder.resolve("tmp")).isDirectoryNotContaining("glob:**/locklab-*");
  }

  /** The folder of the only run. */
  private Path kept() throws Exception {
    try (Stream<Path> inside = Files.list(folder.resolve(".locklab"))) {
      return inside.findFirst().orElseThrow();
    }
  }
}
