package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Erasure;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Forced;
import dev.locklab.audit.Forced.Kind;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Outcomes;
import dev.locklab.audit.Outcomes.Expectation;
import dev.locklab.audit.Schedule;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.Crowds;
import dev.locklab.lab.Gates;
import dev.locklab.lab.RunFolder;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.Schedules;
import dev.locklab.lab.Script;
import dev.locklab.redis.ServerInfo;
import dev.locklab.report.ScheduleReport;
import dev.locklab.run.Deltas;
import dev.locklab.run.Gate;
import dev.locklab.run.Place;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Stage;
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
    List<Stage> met = new ArrayList<>();
    Script walk =
        new Script() {
          @Override
          public List<Gate> gates(RunSpec spec) {
            List<Gate> gates = new ArrayList<>();
            for (Stage stage : Stage.values()) {
              gates.add(new Gate(spec.team().get(0), 0, stage));
            }
            // The other one must not be in the way.
            gates.add(new Gate(spec.team().get(1), 0, Stage.BEFORE_ACQUIRE));
            return gates;
          }

          @Override
          public void play(Gates gates) throws InterruptedException {
            String worker = gates.spec().team().get(0);
            Place place = gates.await(worker, 0);
            met.add(place.stage());
            while (place.stage() != Stage.AFTER_RELEASE) {
              place = gates.step(worker, place);
              met.add(place.stage());
            }
          }
        };
    RunSpec spec = RunSpec.of(name).updates(1L).pacing(RunSpec.Pacing.GATED).build();

    RunResult result = lab.run(spec, RunListener.NONE, walk);

    assertThat(result.verdict()).isNotEqualTo(Verdict.UNEXPLAINED);
    met.remove(Stage.BEFORE_RELEASE);
    List<Stage> has = new ArrayList<>(Strategies.named(name).stages());
    has.remove(Stage.BEFORE_RELEASE);
    assertThat(met).isEqualTo(has);
  }

  @ParameterizedTest
  @MethodSource("available")
  void every_order_is_led_and_judged(String name) throws Exception {
    List<Forced> all = force(Schedules.settings(name).build());

    Promise promise = Strategies.named(name).promise();
    for (Forced forced : all) {
      Findings findings = forced.run().findings();
      assertThat(findings.grade())
          .as("%s %s: %s", name, forced.order(), forced.events())
          .isIn(Grade.OK, Grade.INTERESTING);
      assertThat(promise != Promise.NONE && forced.lost()).isFalse();
      assertThat(Schedules.read(folder(forced))).isEqualTo(forced);
    }
    assertThat(ScheduleReport.of(all)).allMatch(line -> line.length() <= 120);
    if (promise == Promise.WHILE_LEASE_HELD || promise == Promise.FENCED) {
      assertThat(all)
          .filteredOn(Forced::isAsOrdered)
          .extracting(Forced::order)
          .containsExactly(Schedule.parse("R1 W1 R2 W2"), Schedule.parse("R2 W2 R1 W1"));
    }
  }

  @Test
  void race_loses_in_four_of_six_orders_time_after_time() throws Exception {
    RunSpec settings = Schedules.settings("race").build();
    for (int i = 0; i < REPEATS; i++) {
      List<Forced> all = force(settings);

      assertThat(all).allMatch(Forced::isAsOrdered);
      assertThat(all).extracting(Forced::outcome).containsExactly(0L, -100L, 100L, -100L, 100L, 0L);
      assertThat(all)
          .extracting(Forced::lost)
          .containsExactly(false, true, true, true, true, false);
      Erasure first = lineage(all.get(1)).first();
      assertThat(first).isNotNull();
      assertThat(Objects.requireNonNull(first).culprit().worker()).isEqualTo("w2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "setnx", "handoff"})
  void a_lock_blocks_whoever_comes_second_time_after_time(String name) throws Exception {
    Schedule order = Schedule.parse("R1 R2 W2 W1");
    for (int i = 0; i < REPEATS; i++) {
      Forced forced = Schedules.force(lab, Schedules.settings(name).build(), order);

      assertThat(forced.events())
          .extracting(event -> event.worker() + " " + event.kind() + " " + event.balance())
          .containsExactly(
              "0 READS 0", "1 BLOCKED 0", "1 WAITS 0", "0 WRITES 100", "1 READS 100", "1 WRITES 0");
    }
  }

  @Test
  void watch_drops_the_second_write_and_retries() throws Exception {
    Forced forced =
        Schedules.force(lab, Schedules.settings("watch").build(), Schedule.parse("R1 R2 W1 W2"));

    assertThat(forced.events())
        .extracting(Forced.Event::kind)
        .containsExactly(Kind.READS, Kind.READS, Kind.WRITES, Kind.ABORTS, Kind.READS, Kind.WRITES);
    assertThat(forced.outcome()).isZero();
  }

  @Test
  void trylock_turns_the_second_away() throws Exception {
    Forced forced =
        Schedules.force(lab, Schedules.settings("trylock").build(), Schedule.parse("R2 R1 W1 W2"));

    assertThat(forced.events())
        .extracting(Forced.Event::kind)
        .containsExactly(Kind.READS, Kind.TURNED_AWAY, Kind.WRITES);
    assertThat(forced.outcome()).isEqualTo(-100);
    assertThat(forced.run().findings().verdict()).isEqualTo(Verdict.CONSISTENT);
  }

  @Test
  void a_lock_whose_lease_ends_lets_the_forbidden_order_happen_and_the_audit_sees_it()
      throws Exception {
    RunSpec settings = Schedules.settings("setnx").lease(Duration.ofMillis(1)).build();
    Forced forced = Schedules.force(lab, settings, Schedule.parse("R1 R2 W1 W2"));

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
    Crowds.Gathered gathered = crowd("trylock");

    assertThat(gathered.crowd().inside()).hasSize(1);
    assertThat(gathered.crowd().through()).hasSize(19);
    assertThat(gathered.result().findings().count(Outcome.BUSY)).isEqualTo(19);
    assertThat(gathered.result().findings().money().found()).isEqualTo(1);
    assertThat(Crowds.read(gathered.result().folder())).isEqualTo(gathered.crowd());
  }

  @Test
  void of_a_crowd_before_a_lock_one_gets_in_and_all_others_wait() throws Exception {
    Crowds.Gathered gathered = crowd("lock");

    assertThat(gathered.crowd().inside()).hasSize(1);
    assertThat(gathered.crowd().waiting()).hasSize(19);
    assertThat(gathered.result().findings().money().found()).isEqualTo(20);
  }

  @Test
  void a_crowd_that_nothing_keeps_apart_is_in_at_once() throws Exception {
    Crowds.Gathered gathered = crowd("race");

    assertThat(gathered.crowd().inside()).hasSize(20);
    assertThat(gathered.result().verdict()).isEqualTo(Verdict.LOST_UPDATES);
  }

  private Crowds.Gathered crowd(String name) throws InterruptedException {
    return Crowds.gather(lab, Crowds.settings(name, 10).build(), RunListener.NONE);
  }

  private Outcomes rounds(String name, long rounds) throws InterruptedException {
    RunSpec spec =
        RunSpec.of(name)
            .updates(rounds)
            .deltas(Deltas.dealt(List.of(100L, -100L)))
            .pacing(RunSpec.Pacing.ROUNDS)
            .build();
    RunResult result = lab.run(spec);
    return Outcomes.of(new RunFolder(result.folder()).read(), result.judged());
  }

  private List<Forced> force(RunSpec settings) throws InterruptedException {
    List<Forced> all = new ArrayList<>();
    for (Schedule order : Schedules.of(settings.strategy())) {
      all.add(Schedules.force(lab, settings, order));
    }
    return all;
  }

  private Path folder(Forced forced) {
    return results.resolve(forced.run().spec().run());
  }

  private static Findings.Lineage lineage(Forced forced) {
    return Objects.requireNonNull(forced.run().findings().lineage());
  }
}
