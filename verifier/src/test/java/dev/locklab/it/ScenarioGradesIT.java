package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.Grade;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.run.Injection;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.scenario.ScenarioRuns;
import dev.locklab.scenario.Scenarios;
import dev.locklab.scenario.Topology;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults that are injected on purpose, into real worker JVMs and real servers. Several are played
 * at once, as the command plays them. Each method asks for that and not the class, which would let
 * other classes run beside this one.
 */
class ScenarioGradesIT {

  @TempDir private static Path shared;

  @SuppressWarnings("NullAway.Init")
  private static ScenarioPlayer player;

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
  @Execution(ExecutionMode.CONCURRENT)
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
  @Execution(ExecutionMode.CONCURRENT)
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
  @Execution(ExecutionMode.CONCURRENT)
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
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({"restart-empty, setnx", "split-brain, handoff"})
  void what_the_store_lost_is_told_with_the_amount_and_proves_nothing_of_a_lock(
      String scenario, String strategy) throws Exception {
    RunResult result = play(scenario, strategy);

    assertThat(result.verdict()).isEqualTo(Verdict.STORE_LOST_WRITES);
    assertThat(result.findings().grade()).isEqualTo(Grade.UNKNOWN);
  }

  /** Who looks before it takes has the reply lost to what it takes it with. */
  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({"reply-lost-at-acquire, flag", "waiter-killed, fair"})
  void a_lock_that_nobody_gets_any_more_is_as_predicted_where_it_has_no_lease_or_keeps_places(
      String scenario, String strategy) throws Exception {
    RunResult result = play(scenario, strategy);

    assertThat(result.verdict()).isEqualTo(Verdict.STALLED);
    assertThat(Objects.requireNonNull(result.findings().injection()).bitten()).isNotNull();
    assertThat(ScenarioRuns.readAll(result.folder()))
        .hasSize(1)
        .allMatch(ScenarioRuns::isPredicted);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
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
}
