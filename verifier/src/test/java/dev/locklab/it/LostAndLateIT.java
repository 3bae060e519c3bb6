package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.StoredRun;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Deltas;
import dev.locklab.run.Workload;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that get lost on the way, come late, or are forgotten by the store. */
class LostAndLateIT {

  /** Powers of two: every sum says which of the updates it is made of. */
  private static final List<Long> POWERS =
      LongStream.range(0, 20).map(n -> 1L << n).boxed().toList();

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  LostAndLateIT() {}

  @Test
  void a_lost_reply_is_resolved_as_applied() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      Findings findings = over(redis, List.of(Wire.Fate.ARRIVES, Wire.Fate.REPLY_LOST));
      assertThat(findings.findings()).extracting("verdict").containsExactly(Verdict.CONSISTENT);
      assertThat(findings.count(Outcome.UNKNOWN)).isEqualTo(1);
      assertThat(findings.resolvedApplied()).isEqualTo(1);
      assertThat(findings.money().found()).isEqualTo((1L << 20) - 1);
      assertThat(findings.notices())
          .contains("1 update got no reply: the journal shows that it was applied");
    }
  }

  @Test
  void a_lost_request_is_resolved_as_not_applied() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      Findings findings = over(redis, List.of(Wire.Fate.ARRIVES, Wire.Fate.REQUEST_LOST));
      assertThat(findings.findings()).extracting("verdict").containsExactly(Verdict.INDETERMINATE);
      assertThat(findings.count(Outcome.UNKNOWN)).isEqualTo(1);
      assertThat(findings.resolvedApplied()).isZero();
      assertThat(findings.money().found()).isEqualTo((1L << 20) - 1 - 2);
      assertThat(findings.notices())
          .contains("1 update got no reply: the journal shows that it was not applied");
    }
  }

  @Test
  void a_write_that_comes_late_cannot_change_what_was_judged() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Wire wire = new Wire(redis.address(), List.of(Wire.Fate.ARRIVES, Wire.Fate.HELD_UP))) {
      RunResult result = run(redis, wire);
      assertThat(wire.troubled()).isEqualTo(1);
      assertThat(result.verdict()).isEqualTo(Verdict.INDETERMINATE);

      wire.release();

      RedisAddress store = redis.address();
      assertThat(
              Judged.of(StoredRun.fromRedis(store, store, result.judged().spec().run())).findings())
          .as("what the store has once the write had its chance to arrive")
          .isEqualTo(result.findings());
    }
  }

  @Test
  void a_store_that_forgets_everything_loses_exactly_what_it_had_acknowledged() throws Exception {
    Findings findings = killed(List.of(), 0);

    Findings.Lineage lineage = Objects.requireNonNull(findings.lineage());
    assertThat(findings.verdict()).isEqualTo(Verdict.STORE_LOST_WRITES);
    assertThat(findings.findings()).extracting("verdict").containsOnly(Verdict.STORE_LOST_WRITES);
    BigInteger missing = findings.money().expected().subtract(BigInteger.valueOf(found(findings)));
    long gone = findings.count(Outcome.APPLIED) + findings.resolvedApplied() - lineage.writes();
    assertThat(gone).isPositive();
    assertThat(missing).as("every update is of 1").isEqualTo(BigInteger.valueOf(gone));
    assertThat(findings.findings().get(0).sentence())
        .startsWith("%,d acknowledged update".formatted(gone))
        .contains("(+%,d in all)".formatted(gone));
  }

  @Test
  void the_opening_is_lost_with_it() throws Exception {
    Findings findings = killed(List.of(), 1_000_000);

    assertThat(findings.findings()).extracting("verdict").containsOnly(Verdict.STORE_LOST_WRITES);
    assertThat(findings.findings().get(0).sentence())
        .endsWith("the store began again without its opening of 1,000,000");
  }

  @Test
  void a_store_that_keeps_a_log_loses_nothing() throws Exception {
    Findings findings = killed(List.of("--appendonly", "yes", "--appendfsync", "always"), 500);

    assertThat(findings.findings()).extracting("verdict").containsExactly(Verdict.CONSISTENT);
    assertThat(findings.money().drift()).isEqualTo(BigInteger.ZERO);
    assertThat(Objects.requireNonNull(findings.lineage()).writes()).isEqualTo(findings.applied());
  }

  /** A run in the middle of which the store is killed and started again. */
  private Findings killed(List<String> settings, long opening) throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(settings);
        EmbeddedRedis control = EmbeddedRedis.start();
        Lab lab =
            Lab.on(redis.address())
                .control(control.address())
                .crew(Crew.own(2))
                .results(folder)
                .open()) {
      AtomicBoolean done = new AtomicBoolean();
      RunListener killer =
          (spec, phase, progress) -> {
            if (progress.applied() > 100 && done.compareAndSet(false, true)) {

              redis.restart();
            }
          };
      Workload spec =
          Workload.builder()
              .opening(opening)
              .deltas(Deltas.dealt(List.of(1L)))
              .pause(Duration.ofMillis(1))
              .duration(Duration.ofSeconds(4))
              .build();
      Findings findings = lab.run("incr", spec, killer).findings();
      assertThat(done).isTrue();
      return findings;
    }
  }

  /** One worker's twenty updates over a wire that does that to the first writes. */
  private Findings over(EmbeddedRedis redis, List<Wire.Fate> fates) throws Exception {
    try (Wire wire = new Wire(redis.address(), fates)) {
      RunResult result = run(redis, wire);
      assertThat(wire.troubled()).isEqualTo(1);
      return result.findings();
    }
  }

  private RunResult run(EmbeddedRedis redis, Wire wire) throws Exception {
    List<String> worker = new ArrayList<>();
    worker.addAll(List.of("--redis", wire.address().url(), "--control", redis.address().url()));
    try (Cli far = Cli.start(folder, Cli.WORKER, Map.of(), worker.toArray(String[]::new));
        Lab lab =
            Lab.on(redis.address())
                .crew(Crew.join(1, Duration.ofSeconds(60)))
                .results(folder)
                .open()) {
      assertThat(far.process().isAlive()).isTrue();
      return lab.run("race", Workload.builder().deltas(Deltas.eachOnce(POWERS)).build());
    }
  }

  private static long found(Findings findings) {
    return Objects.requireNonNull(findings.money().found());
  }
}
