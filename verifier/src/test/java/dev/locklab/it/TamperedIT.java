package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.Finding;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.StoredRun;
import dev.locklab.run.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XTrimParams;

/** Somebody lays hands on a run's keys in mid-run: what is said is what was done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperedIT {

  @TempDir private static Path folder;

  private EmbeddedRedis redis;
  private EmbeddedRedis control;
  private Lab lab;

  @SuppressWarnings("NullAway.Init")
  TamperedIT() {}

  @BeforeAll
  void open() throws InterruptedException {
    redis = EmbeddedRedis.start();
    control = EmbeddedRedis.start();
    lab =
        Lab.on(redis.address()).control(control.address()).crew(Crew.own(2)).results(folder).open();
  }

  @AfterAll
  void close() {
    lab.close();
    control.close();
    redis.close();
  }

  @Test
  void a_trimmed_journal_is_called_trimmed() throws Exception {
    Findings findings =
        run(
            "lock",
            (client, keys) -> client.xtrim(keys + "journal", XTrimParams.xTrimParams().maxLen(5)));

    assertThat(findings.findings())
        .extracting(Finding::verdict)
        .containsExactly(Verdict.INDETERMINATE);
    assertThat(findings.findings().get(0).sentence())
        .startsWith("the journal was trimmed or deleted: it has ");
  }

  @Test
  void a_deleted_journal_is_called_deleted() throws Exception {
    Findings findings = run("lock", (client, keys) -> client.del(keys + "journal"));

    assertThat(findings.findings().get(0).sentence())
        .startsWith("the journal was trimmed or deleted: it has ");
    assertThat(findings.lost()).isZero();
  }

  @Test
  void a_deleted_version_is_called_that() throws Exception {
    Findings findings = run("lock", (client, keys) -> client.del(keys + "version"));

    assertThat(findings.findings())
        .extracting(Finding::verdict)
        .containsExactly(Verdict.UNEXPLAINED);
    assertThat(findings.findings().get(0).sentence())
        .startsWith("somebody else set the version counter back or deleted it");
    assertThat(findings.lost()).isZero();
  }

  @Test
  void an_entry_of_somebody_else_is_called_that() throws Exception {
    Findings findings =
        run(
            "lock",
            (client, keys) ->
                client.xadd(keys + "journal", Map.of("hello", "world"), XAddParams.xAddParams()));

    assertThat(findings.findings())
        .extracting(Finding::verdict)
        .containsExactly(Verdict.UNEXPLAINED);
    assertThat(findings.findings().get(0).sentence())
        .startsWith("somebody else appended 1 entry to the journal, the first behind version ");
    assertThat(findings.lost()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "fenced", "handoff", "incr"})
  void a_store_that_is_emptied_has_lost_writes(String strategy) throws Exception {
    Findings findings = run(strategy, (client, keys) -> client.flushAll());

    assertThat(findings.verdict())
        .as("%s", findings.findings())
        .isEqualTo(Verdict.STORE_LOST_WRITES);
  }

  @Test
  void who_is_killed_after_the_store_was_emptied_had_told_of_more() throws Exception {
    AtomicBoolean flushed = new AtomicBoolean();
    RunResult result =
        lab.run(
            "incr",
            Workload.builder().duration(Duration.ofSeconds(20)).pause(Duration.ofMillis(1)).build(),
            (spec, phase, progress) -> {
              if (progress.applied() > 300 && flushed.compareAndSet(false, true)) {
                try (RedisClient client = redis.address().client("somebody-else")) {
                  client.flushAll();
                }
                lab.workerProcesses()
                    .values()
                    .forEach(
                        process -> {
                          process.descendants().forEach(ProcessHandle::destroyForcibly);
                          process.destroyForcibly();
                        });
              }
            });

    assertThat(flushed).isTrue();
    assertThat(result.verdict()).isEqualTo(Verdict.STORE_LOST_WRITES);
    assertThat(result.findings().findings().get(0).sentence())
        .matches(
            "w[12] told of [0-9,]+ updates that were applied before it died, and the journal has .*");
  }

  /** A run in the middle of which somebody does that; from the folder and from Redis it is one. */
  private Findings run(String strategy, BiConsumer<RedisClient, String> tampering)
      throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    RunListener tamperer =
        (spec, phase, progress) -> {
          if (phase == RunListener.Phase.WORKING
              && progress.applied() > 40
              && done.compareAndSet(false, true)) {
            try (RedisClient client = redis.address().client("somebody-else")) {
              tampering.accept(client, "{locklab:" + spec.run() + "}:");
            }
          }
        };
    RunResult result =
        lab.run(
            strategy,
            Workload.builder()
                .updates(400L)
                .pause(Duration.ofMillis(3))
                .lease(Duration.ofSeconds(5))
                .build(),
            tamperer);
    assertThat(done).isTrue();
    String id = result.judged().spec().run();
    assertThat(Judged.of(StoredRun.fromRedis(lab.subject(), control.address(), id)).findings())
        .isEqualTo(result.findings());
    return result.findings();
  }
}
