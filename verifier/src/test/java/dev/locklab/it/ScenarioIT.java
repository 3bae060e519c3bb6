package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of faults that are injected on purpose. */
class ScenarioIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ScenarioIT() {}

  @Test
  void the_command_shows_strategies_side_by_side_and_shows_them_again() throws Exception {
    try (Cli cli =
        Cli.verifier(
            folder,
            "scenario",
            "key-deleted",
            "double-charge",
            "--strategies",
            "setnx,handoff",
            "--report",
            "out")) {
      assertThat(cli.exitCode()).as(cli.output()).isZero();
      assertThat(cli.output())
          .containsPattern("(?m)^scenario +setnx +handoff$")
          .containsPattern("(?m)^key-deleted +INTERESTING, lost \\d+ +OK$")
          .containsPattern("(?m)^double-charge +INTERESTING, paid twice \\d+ +INTERESTING, paid")
          .contains("key-deleted, setnx: updates were lost, after the store forgot a lock")
          .contains("only if it looks at the token itself")
          .doesNotContain("(!)");
    }
    JsonNode json = Json.MAPPER.readTree(Files.readString(folder.resolve("out/report.json")));
    assertThat(json.get("schema").textValue()).isEqualTo("redis-lock-lab/scenarios");
    assertThat(json.get("rows")).hasSize(4);
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("id=\"writes-0\"", "key-deleted", "\"fault\":true")
        .doesNotContain("{{");
    try (Cli again = Cli.verifier(folder, "report", kept().toString(), "--format", "csv")) {
      assertThat(again.exitCode()).as(again.output()).isZero();
      assertThat(again.output()).isEqualTo(Files.readString(folder.resolve("out/report.csv")));
    }
  }

  @Test
  void one_run_is_told_step_by_step() throws Exception {
    try (Cli cli = Cli.verifier(folder, "scenario", "frozen-holder", "--strategy", "setnx")) {
      assertThat(cli.exitCode()).as(cli.output()).isZero();
      assertThat(cli.output())
          .containsPattern("w1 +is frozen \\(SIGSTOP\\) +<- fault")
          .contains("others have committed while w1 stood still in the middle of its update")
          .containsPattern("w1 +is thawed \\(SIGCONT\\)")
          .containsPattern("w[23] +gets the lock, writes version 1: ")
          .containsPattern("w1 +writes version .*having read the opening +<- its lease was over")
          .containsPattern(" +<- (.*, )?lost\\R")
          .containsPattern(" +<- (.*, )?erases \\d+ write")
          .contains("no token to refuse it by: setnx gives its holders none")
          .contains("How the first update was lost (setnx)");
    }
  }

  @Test
  void a_payment_by_a_stale_holder_is_told_with_what_a_fence_would_have_done() throws Exception {
    try (Cli cli = Cli.verifier(folder, "scenario", "double-charge", "--strategy", "handoff")) {
      assertThat(cli.exitCode()).as(cli.output()).isZero();
      assertThat(cli.output())
          .containsPattern("w1 +pays order 0 \\(token \\d+\\) +<- paid before")
          .contains("The store refused 1 write of a stale holder (w1): that is its fence.")
          .contains("A rail that looks at tokens would have refused w1's payment of order 0");
    }
  }

  @Test
  void what_there_is_not_is_said_at_once() throws Exception {
    try (Cli cli = Cli.verifier(folder, "scenario", "frozen-holdr")) {
      assertThat(cli.exitCode()).isEqualTo(64);
      assertThat(cli.output()).startsWith("verifier scenario: there is no scenario 'frozen-holdr'");
    }
    try (Cli cli = Cli.verifier(folder, "scenario", "key-deleted", "--strategies", "incr")) {
      assertThat(cli.exitCode()).isEqualTo(64);
      assertThat(cli.output()).contains("key-deleted is no fault to incr");
    }
  }

  @Test
  void an_interrupt_in_the_middle_of_a_fault_leaves_nothing_behind() throws Exception {
    try (Cli cli = Cli.verifier(folder, "scenario", "server-frozen", "--strategy", "lock")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> cli.process().descendants().anyMatch(ScenarioIT::isFrozen));
      List<ProcessHandle> started = cli.process().descendants().toList();
      new ProcessBuilder("kill", "-INT", Long.toString(cli.process().pid())).start().waitFor();

      assertThat(cli.exitCode()).as(cli.output()).isEqualTo(130);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private static boolean isFrozen(ProcessHandle process) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    } catch (IOException e) {
      return false;
    }
  }

  private Path kept() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(".locklab"))) {
      return all.findFirst().orElseThrow();
    }
  }
}
