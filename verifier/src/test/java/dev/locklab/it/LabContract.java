package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.account.Outcome;
import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.StoredRun;
import dev.locklab.run.Deltas;
import dev.locklab.run.Workload;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** What must hold on every kind of server, with four worker JVMs. */
abstract class LabContract extends ServerContract {

  private static final int WORKERS = 4;

  LabContract(TestServer server) {
    super(server, WORKERS);
  }

  @Test
  void race_loses_updates_and_every_one_is_accounted_for() throws Exception {
    RunResult result =
        lab.run(
            "race", Workload.builder().updates(100L).think(Duration.ofMillis(1)).seed(1).build());

    Findings findings = result.findings();
    Findings.Lineage lineage = lineage(findings);
    assertThat(findings.verdict()).isEqualTo(Verdict.LOST_UPDATES);
    assertThat(findings.grade()).isEqualTo(Grade.INTERESTING);
    assertThat(findings.count(Outcome.APPLIED)).isEqualTo(400);
    assertThat(lineage.lost()).isPositive();
    assertThat(lineage.stale()).isPositive();
    BigInteger found = BigInteger.valueOf(found(findings));
    assertThat(findings.money().expected().subtract(found)).isEqualTo(lineage.lostSum());
  }

  @Test
  void lock_loses_nothing() throws Exception {
    RunResult result =
        lab.run(
            "lock", Workload.builder().updates(40L).think(Duration.ofMillis(1)).seed(2).build());

    assertKept(result, 160);
    assertThat(result.findings().pace().waits().count()).isEqualTo(160);
  }

  @Test
  void lock_loses_nothing_with_several_threads_in_each_worker() throws Exception {
    assertKept(
        lab.run("lock", Workload.builder().threads(3).updates(30L).opening(1_000).build()), 120);
  }

  @Test
  void lock_loses_nothing_under_a_fixed_lease_that_nobody_outlives() throws Exception {
    assertKept(
        lab.run("lock", Workload.builder().updates(30L).lease(Duration.ofSeconds(20)).build()),
        120);
  }

  @Test
  void trylock_skips_what_it_finds_taken_and_says_so() throws Exception {
    RunResult result =
        lab.run("trylock", Workload.builder().updates(100L).think(Duration.ofMillis(2)).build());

    Findings findings = result.findings();
    assertThat(findings.verdict()).isEqualTo(Verdict.CONSISTENT);
    assertThat(findings.count(Outcome.BUSY)).isPositive();
    assertThat(findings.count(Outcome.APPLIED) + findings.count(Outcome.BUSY)).isEqualTo(400);
    assertThat(lineage(findings).writes()).isEqualTo(findings.count(Outcome.APPLIED));
  }

  @Test
  void trylock_comes_back_until_everything_is_applied() throws Exception {
    RunResult result =
        lab.run(
            "trylock",
            Workload.builder()
                .updates(30L)
                .think(Duration.ofMillis(1))
                .onBusy(Workload.OnBusy.RETRY)
                .build());

    assertKept(result, 120);
    assertThat(result.findings().busyAnswers()).isPositive();
    assertThat(result.findings().pace().waits().count()).isEqualTo(120);
  }

  @Test
  void who_asks_for_no_lock_has_no_wait() throws Exception {
    for (String strategy : List.of("race", "incr", "watch")) {
      RunResult result = lab.run(strategy, Workload.builder().updates(25L).build());

      assertThat(result.findings().count(Outcome.APPLIED)).isEqualTo(100);
      assertThat(result.findings().pace().waits()).isEqualTo(Findings.Times.NONE);
      assertThat(result.findings().pace().holds()).isEqualTo(Findings.Times.NONE);
    }
  }

  @Test
  void trylock_waits_as_long_as_it_is_told() throws Exception {
    RunResult result =
        lab.run("trylock", Workload.builder().updates(25L).waitFor(Duration.ofSeconds(20)).build());

    assertKept(result, 100);
  }

  @Test
  void without_a_journal_the_sum_is_checked() throws Exception {
    Workload.Builder spec =
        Workload.builder().journal(false).updates(100L).think(Duration.ofMillis(1));
    RunResult race = lab.run("race", spec.deltas(Deltas.dealt(List.of(5L))).build());
    RunResult lock = lab.run("lock", Workload.builder().journal(false).updates(25L).build());

    assertThat(race.verdict()).isEqualTo(Verdict.LOST_UPDATES);
    assertThat(race.findings().lineage()).isNull();
    assertThat(found(race.findings())).isLessThan(400 * 5);
    assertThat(lock.verdict()).isEqualTo(Verdict.CONSISTENT);
  }

  @Test
  void a_list_is_applied_once_by_all_workers_together() throws Exception {
    RunResult result =
        lab.run(
            "lock",
            Workload.builder()
                .deltas(Deltas.eachOnce(List.of(1L, 20L, 300L, 4_000L, 50_000L)))
                .build());

    assertKept(result, 5);
    assertThat(found(result.findings())).isEqualTo(54_321);
  }

  @Test
  void a_balance_that_would_overflow_is_refused() throws Exception {
    RunResult result =
        lab.run(
            "lock",
            Workload.builder()
                .opening(Long.MAX_VALUE - 15)
                .deltas(Deltas.eachOnce(List.of(10L, 10L, 10L)))
                .build());

    Findings findings = result.findings();
    assertThat(findings.count(Outcome.APPLIED)).isEqualTo(1);
    assertThat(findings.count(Outcome.FAILED)).isEqualTo(2);
    assertThat(findings.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Verdict.INDETERMINATE);
              assertThat(finding.sentence())
                  .startsWith("2 of 3 updates that were asked for were not applied: 2 failed")
                  .contains("64 bits");
            });
    assertThat(findings.notices()).anyMatch(notice -> notice.contains("64 bits"));
  }

  @Test
  void what_is_kept_gives_the_same_findings_from_disk_and_from_redis() throws Exception {
    RunResult result =
        lab.run("race", Workload.builder().updates(50L).think(Duration.ofMillis(1)).build());
    String run = result.judged().spec().run();

    assertThat(Judged.of(new RunFolder(result.folder()).read())).isEqualTo(result.judged());
    assertThat(Judged.of(StoredRun.fromRedis(lab.subject(), lab.subject(), run)).findings())
        .isEqualTo(result.findings());
  }

  @Test
  void somebody_elses_hand_on_the_balance_shows() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    RunResult result =
        lab.run(
            "lock",
            Workload.builder().updates(100L).think(Duration.ofMillis(2)).build(),
            (spec, phase, progress) -> {
              if (progress.applied() > 20 && done.compareAndSet(false, true)) {
                try (RedisClient client = lab.subject().client("somebody-else")) {
                  depositUntilItIsBuiltUpon(client, "{locklab:" + spec.run() + "}:");
                }
              }
            });

    assertThat(done).isTrue();
    assertThat(result.verdict()).isEqualTo(Verdict.UNEXPLAINED);
    assertThat(result.findings().findings().get(0).sentence())
        .contains("somebody else changed the balance");
  }

  /**
   * An increment between a read and its write is overwritten and leaves no trace; so it is made
   * again until the balance still has it after the next journaled write.
   */
  private static void depositUntilItIsBuiltUpon(RedisClient client, String keys) {
    long deposit = 1_000_000;
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              long written = client.xlen(keys + "journal");
              client.incrBy(keys + "balance", deposit);
              await().until(() -> client.xlen(keys + "journal") > written);
              return Long.parseLong(client.get(keys + "balance")) >= deposit;
            });
  }

  @Test
  void a_worker_that_is_killed_with_the_lock_ends_in_a_verdict_and_no_loss() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    RunResult result =
        lab.run(
            "lock",
            Workload.builder()
                .updates(12L)
                .think(Duration.ofMillis(100))
                .lease(Duration.ofSeconds(3))
                .build(),
            (spec, phase, progress) -> {
              // With this think time somebody holds the lock nearly always; two in a row, surely.
              if (phase == RunListener.Phase.WORKING
                  && progress.applied() > 3
                  && done.compareAndSet(false, true)) {
                lab.workerProcesses()
                    .forEach(
                        (name, process) -> {
                          if (name.equals("w2") || name.equals("w3")) {
                            process.descendants().forEach(ProcessHandle::destroyForcibly);
                            process.destroyForcibly();
                          }
                        });
              }
            });

    Findings findings = result.findings();
    assertThat(done).isTrue();
    // Nothing was lost, and not all was done.
    assertThat(findings.findings()).extracting("verdict").containsExactly(Verdict.INDETERMINATE);
    assertThat(findings.findings().get(0).sentence())
        .matches(
            "\\d+ of 48 updates that were asked for were not applied: w2 and w3 died|"
                + "\\d+ of 48 updates that were asked for were not applied: w3 and w2 died");
    assertThat(lineage(findings).lost()).isZero();
    assertThat(findings.notices()).anyMatch(notice -> notice.contains("w2 died"));
    assertThat(findings.notices()).anyMatch(notice -> notice.contains("w3 died"));
    assertThat(findings.count(Outcome.APPLIED)).isEqualTo(24);
  }

  private static void assertKept(RunResult result, long applied) {
    Findings findings = result.findings();
    assertThat(findings.findings()).extracting("verdict").containsExactly(Verdict.CONSISTENT);
    assertThat(findings.count(Outcome.APPLIED)).isEqualTo(applied);
    assertThat(findings.money().drift()).isEqualTo(BigInteger.ZERO);
    assertThat(findings.notices()).isEmpty();
  }

  private static Findings.Lineage lineage(Findings findings) {
    Findings.Lineage lineage = findings.lineage();
    assertThat(lineage).isNotNull();
    return java.util.Objects.requireNonNull(lineage);
  }

  private static long found(Findings findings) {
    Long found = findings.money().found();
    assertThat(found).isNotNull();
    return java.util.Objects.requireNonNull(found);
  }
}
