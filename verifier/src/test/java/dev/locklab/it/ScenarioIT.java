package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.run.Injection;
import dev.locklab.run.Json;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.scenario.Scenarios;
import dev.locklab.scenario.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that are injected on purpose, into real worker JVMs and real servers. */
class ScenarioIT {

  @TempDir private static Path shared;

  private static ScenarioPlayer player;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ScenarioIT() {}

  @BeforeAll
  static void prepare() throws InterruptedException {
    player = ScenarioPlayer.keepingIn(shared);
    player.prepareForMany();
  }

  @AfterAll
  static void clear() {
    player.close();
  }

  private RunResult play(String scenario, String strategy) throws InterruptedException {
    return player.play(Scenarios.named(scenario), strategy, RunListener.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "holder-killed, setnx, OK",
    "frozen-holder, handoff, OK",
    "frozen-holder, incr, OK",
    "frozen-holder-writes-first, handoff, OK",
    "reply-lost-at-commit, setnx, OK",
    "key-evicted, handoff, OK",
    "key-deleted-waited-for, handoff, OK",
    "connections-killed, handoff, OK",
    "server-paused, fenced, OK",
    "restart-aof-always, setnx, OK",
    "failover-after-wait, setnx, OK",
    "interrupt-storm, lock, OK",
    "split-brain-min-replicas, handoff, OK",
    "long-collection-watchdog, handoff, OK",
    "redlock-node-reborn, multi, OK",
    "double-charge-fenced-rail, handoff, OK"
  })
  void a_promise_is_kept_as_far_as_it_goes(String scenario, String strategy, Grade grade)
      throws Exception {
    RunResult result = play(scenario, strategy);

    assertThat(result.findings().grade())
        .as("%s %s", result.verdict(), result.findings().gradeReason())
        .isEqualTo(grade);
  }

  @ParameterizedTest
  @CsvSource({
    "failover-without-lock, SENTINEL, lock, INTERESTING",
    "failover-without-lock, CLUSTER, handoff, OK",
    "slot-migration, CLUSTER, handoff, OK"
  })
  void it_is_kept_so_on_other_topologies_too(
      String scenario, Topology topology, String strategy, Grade grade) throws Exception {
    RunResult result = player.play(Scenarios.named(scenario), topology, strategy, RunListener.NONE);

    assertThat(result.findings().grade())
        .as("%s %s", result.verdict(), result.findings().gradeReason())
        .isEqualTo(grade);
    assertThat(Objects.requireNonNull(result.findings().injection()).topology())
        .isEqualTo(topology.key());
  }

  @ParameterizedTest
  @CsvSource({
    "handoff, 'has a greater token than w1, as it must'",
    "fenced, 'has token 1, and w1 has token 1: they do not rise'"
  })
  void whether_tokens_rise_over_a_fail_over_is_told(String strategy, String what) throws Exception {
    RunResult result = play("failover-without-lock", strategy);

    assertThat(result.findings().grade()).isEqualTo(Grade.OK);
    assertThat(Objects.requireNonNull(result.findings().injection()).events())
        .extracting(Injection.Event::what)
        .contains(what);
  }

  @ParameterizedTest
  @CsvSource({"restart-empty, setnx", "split-brain, handoff"})
  void what_the_store_lost_is_told_with_the_amount_and_proves_nothing_of_a_lock(
      String scenario, String strategy) throws Exception {
    RunResult result = play(scenario, strategy);

    assertThat(result.verdict()).isEqualTo(Verdict.STORE_LOST_WRITES);
    assertThat(result.findings().grade()).isEqualTo(Grade.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "key-deleted, waited in vain until the lock's key is gone",
    "server-paused, the server answers as before",
    "failover-after-wait, the replica is still a replica",
    "split-brain, there are not two primaries",
    "interrupt-storm, no interrupt has ended an update",
    "slow-link, a round trip takes no longer than 20 ms"
  })
  void without_its_fault_a_scenario_proves_nothing(String scenario, String why) throws Exception {
    RunResult result =
        player.withoutFaults().play(Scenarios.named(scenario), "setnx", RunListener.NONE);

    assertThat(result.findings().grade()).isEqualTo(Grade.UNKNOWN);
    assertThat(result.findings().gradeReason()).isEqualTo("the fault did not bite: " + why);
  }

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
