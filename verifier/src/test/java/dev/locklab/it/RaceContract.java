package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Overwrite;
import dev.locklab.audit.Verdict;
import dev.locklab.control.Breakpoint;
import dev.locklab.control.ThreadPosition;
import dev.locklab.interleaving.ForcedRun;
import dev.locklab.interleaving.ForcedRun.Kind;
import dev.locklab.interleaving.Outcomes;
import dev.locklab.interleaving.Outcomes.Expectation;
import dev.locklab.interleaving.Schedule;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.Schedules;
import dev.locklab.lab.SteppedThreads;
import dev.locklab.lab.ThreadScheduler;
import dev.locklab.lab.TryOnce;
import dev.locklab.redis.ServerInfo;
import dev.locklab.report.ScheduleReport;
import dev.locklab.run.Deltas;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classic race, led step by step through gates and let loose, on every kind of server. */
abstract class RaceContract extends ServerContract {

  private static final int REPEATS = 5;

  RaceContract(TestServer server) {
    super(server, Schedules.WORKERS);
  }

  Stream<String> available() {
    ServerInfo server = ServerInfo.of(lab.subject(), "contract");
    return Strategies.all().stream()
        .filter(strategy -> strategy.needs(server) == null)
        .map(Strategy::name);
  }

  @ParameterizedTest
  @MethodSource("available")
  void stops_at_every_stage_that_the_strategy_has_and_at_no_other(String name) throws Exception {
    List<SyncPoint> met = new ArrayList<>();
    ThreadScheduler walk =
        new ThreadScheduler() {
          @Override
          public List<Breakpoint> gates(RunSpec spec) {
            List<Breakpoint> gates = new ArrayList<>();
            for (SyncPoint stage : SyncPoint.values()) {
              gates.add(new Breakpoint(spec.team().get(0), 0, stage));
            }
            // The other one must not be in the way.
            gates.add(new Breakpoint(spec.team().get(1), 0, SyncPoint.BEFORE_ACQUIRE));
            return gates;
          }

          @Override
          public void play(SteppedThreads gates) throws InterruptedException {
            String worker = gates.spec().team().get(0);
            ThreadPosition place = gates.await(worker, 0);
            met.add(place.stage());
            while (place.stage() != SyncPoint.AFTER_RELEASE) {
              place = gates.step(worker, place);
              met.add(place.stage());
            }
          }
        };
    Workload spec = Workload.builder().updates(1L).pacing(Workload.Pacing.GATED).build();

    RunResult result = lab.run(name, spec, RunListener.NONE, walk);

    assertThat(result.verdict()).isNotEqualTo(Verdict.UNEXPLAINED);
    assertThat(met).containsExactlyElementsOf(Strategies.named(name).stages());
  }

  @ParameterizedTest
  @MethodSource("available")
  void every_order_is_led_and_judged(String name) throws Exception {
    List<ForcedRun> all = force(name, Schedules.workload().build());

    Promise promise = Strategies.named(name).promise();
    for (ForcedRun forced : all) {
      Findings findings = forced.run().findings();
      assertThat(findings.grade())
          .as("%s %s: %s", name, forced.order(), forced.events())
          .isIn(Grade.OK, Grade.INTERESTING);
      assertThat(promise != Promise.NONE && forced.lost()).isFalse();
      assertThat(Schedules.read(folder(forced))).isEqualTo(forced);
    }
    assertThat(ScheduleReport.of(all).lines()).allMatch(line -> line.length() <= 120);
    if (promise == Promise.WHILE_LEASE_HELD || promise == Promise.FENCED) {
      assertThat(all)
          .filteredOn(ForcedRun::isAsOrdered)
          .extracting(ForcedRun::order)
          .containsExactly(Schedule.parse("R1 W1 R2 W2"), Schedule.parse("R2 W2 R1 W1"));
    }
  }

  @Test
  void race_loses_in_four_of_six_orders_time_after_time() throws Exception {
    Workload workload = Schedules.workload().build();
    for (int i = 0; i < REPEATS; i++) {
      List<ForcedRun> all = force("race", workload);

      assertThat(all).allMatch(ForcedRun::isAsOrdered);
      assertThat(all)
          .extracting(ForcedRun::outcome)
          .containsExactly(0L, -100L, 100L, -100L, 100L, 0L);
      assertThat(all)
          .extracting(ForcedRun::lost)
          .containsExactly(false, true, true, true, true, false);
      Overwrite first = lineage(all.get(1)).first();
      assertThat(first).isNotNull();
      assertThat(Objects.requireNonNull(first).culprit().worker()).isEqualTo("w2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "setnx", "handoff"})
  void a_lock_blocks_whoever_comes_second_time_after_time(String name) throws Exception {
    Schedule order = Schedule.parse("R1 R2 W2 W1");
    for (int i = 0; i < REPEATS; i++) {
      ForcedRun forced = Schedules.force(lab, name, Schedules.workload().build(), order);

      assertThat(forced.events())
          .extracting(event -> event.worker() + " " + event.kind() + " " + event.balance())
          .containsExactly(
              "0 READS 0", "1 BLOCKED 0", "1 WAITS 0", "0 WRITES 100", "1 READS 100", "1 WRITES 0");
    }
  }

  @Test
  void watch_drops_the_second_write_and_retries() throws Exception {
    ForcedRun forced =
        Schedules.force(lab, "watch", Schedules.workload().build(), Schedule.parse("R1 R2 W1 W2"));

    assertThat(forced.events())
        .extracting(ForcedRun.Event::kind)
        .containsExactly(Kind.READS, Kind.READS, Kind.WRITES, Kind.ABORTS, Kind.READS, Kind.WRITES);
    assertThat(forced.outcome()).isZero();
  }

  @Test
  void trylock_turns_the_second_away() throws Exception {
    ForcedRun forced =
        Schedules.force(
            lab, "trylock", Schedules.workload().build(), Schedule.parse("R2 R1 W1 W2"));

    assertThat(forced.events())
        .extracting(ForcedRun.Event::kind)
        .containsExactly(Kind.READS, Kind.TURNED_AWAY, Kind.WRITES);
    assertThat(forced.outcome()).isEqualTo(-100);
    assertThat(forced.run().findings().verdict()).isEqualTo(Verdict.CONSISTENT);
  }

  @Test
  void a_lock_whose_lease_ends_lets_the_forbidden_order_happen_and_the_audit_sees_it()
      throws Exception {
    Workload workload = Schedules.workload().lease(Duration.ofMillis(1)).build();
    ForcedRun forced = Schedules.force(lab, "setnx", workload, Schedule.parse("R1 R2 W1 W2"));

    assertThat(forced.run().findings().verdict()).isEqualTo(Verdict.LOST_UPDATES);
    assertThat(forced.run().findings().grade()).isEqualTo(Grade.INTERESTING);
    assertThat(forced.outcome()).isEqualTo(-100);
  }

  @Test
  void rounds_of_race_come_to_all_three_amounts_and_account_for_every_round() throws Exception {
    Outcomes outcomes = rounds("race", 300);

    assertThat(outcomes.rounds()).isEqualTo(300);
    assertThat(outcomes.rows()).extracting(Outcomes.Row::sum).containsExactly(-100L, 0L, 100L);
    assertThat(outcomes.rows().stream().mapToLong(Outcomes.Row::count).sum()).isEqualTo(300);
    assertThat(outcomes.rows().get(0).expectation()).isEqualTo(Expectation.INTERESTING);
    assertThat(outcomes.rows().get(0).count() + outcomes.rows().get(2).count())
        .isEqualTo(Objects.requireNonNull(outcomes.run().findings().lineage()).lost())
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "handoff", "incr", "watch"})
  void rounds_of_what_promises_something_come_to_nothing_but_the_sum(String name) throws Exception {
    Outcomes outcomes = rounds(name, 100);

    assertThat(outcomes.run().findings().grade()).isEqualTo(Grade.OK);
    assertThat(outcomes.rows())
        .extracting(row -> row.sum() + " " + row.count() + " " + row.expectation())
        .containsExactly("-100 0 FORBIDDEN", "0 100 ACCEPTABLE", "100 0 FORBIDDEN");
  }

  @Test
  void rounds_catch_a_flag_that_is_no_lock() throws Exception {
    assertThat(rounds("flag", 1_000).rows())
        .anyMatch(row -> row.count() > 0 && row.expectation() == Expectation.INTERESTING);
  }

  @Test
  void of_a_crowd_that_tries_once_one_gets_in_and_all_others_come_back_later() throws Exception {
    TryOnce.Gathered gathered = crowd("trylock");

    assertThat(gathered.crowd().inside()).hasSize(1);
    assertThat(gathered.crowd().through()).hasSize(19);
    assertThat(gathered.result().findings().count(Outcome.BUSY)).isEqualTo(19);
    assertThat(gathered.result().findings().money().found()).isEqualTo(1);
    assertThat(TryOnce.read(gathered.result().folder())).isEqualTo(gathered.crowd());
  }

  @Test
  void of_a_crowd_before_a_lock_one_gets_in_and_all_others_wait() throws Exception {
    TryOnce.Gathered gathered = crowd("lock");

    assertThat(gathered.crowd().inside()).hasSize(1);
    assertThat(gathered.crowd().waiting()).hasSize(19);
    assertThat(gathered.result().findings().money().found()).isEqualTo(20);
  }

  @Test
  void a_crowd_that_nothing_keeps_apart_is_in_at_once() throws Exception {
    TryOnce.Gathered gathered = crowd("race");

    assertThat(gathered.crowd().inside()).hasSize(20);
    assertThat(gathered.result().verdict()).isEqualTo(Verdict.LOST_UPDATES);
  }

  private TryOnce.Gathered crowd(String name) throws InterruptedException {
    return TryOnce.gather(lab, name, TryOnce.workload(10).build(), RunListener.NONE);
  }

  private Outcomes rounds(String name, long rounds) throws InterruptedException {
    Workload spec =
        Workload.builder()
            .updates(rounds)
            .deltas(Deltas.dealt(List.of(100L, -100L)))
            .pacing(Workload.Pacing.ROUNDS)
            .build();
    RunResult result = lab.run(name, spec);
    return Outcomes.of(new RunFolder(result.folder()).read(), result.judged());
  }

  private List<ForcedRun> force(String strategy, Workload workload) throws InterruptedException {
    List<ForcedRun> all = new ArrayList<>();
    for (Schedule order : Schedules.of(strategy)) {
      all.add(Schedules.force(lab, strategy, workload, order));
    }
    return all;
  }

  private Path folder(ForcedRun forced) {
    return results.resolve(forced.run().spec().run());
  }

  private static Findings.Lineage lineage(ForcedRun forced) {
    return Objects.requireNonNull(forced.run().findings().lineage());
  }
}
