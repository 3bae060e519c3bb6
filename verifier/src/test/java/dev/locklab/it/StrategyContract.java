package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Verdict;
import dev.locklab.junit.LockChecks;
import dev.locklab.lab.RunResult;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.Deltas;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Strategy.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every strategy that the server can run must do, with two JVMs of two threads each. */
abstract class StrategyContract extends ServerContract {

  private static final int JVMS = 2;
  private static final int THREADS = 2;
  private static final long UPDATES = 40;

  StrategyContract(TestServer server) {
    super(server, JVMS);
  }

  Stream<String> sound() {
    return available().filter(strategy -> strategy.promise() != Promise.NONE).map(Strategy::name);
  }

  Stream<String> broken() {
    return available()
        .filter(strategy -> strategy.promise() == Promise.NONE)
        .map(Strategy::name)
        .filter(name -> !name.equals("setnx-expire"));
  }

  Stream<String> leasing() {
    return available()
        .filter(strategy -> strategy.promise() != Promise.NONE)
        .filter(strategy -> strategy.honours().containsAll(Set.of(Setting.LEASE, Setting.ON_BUSY)))
        .map(Strategy::name);
  }

  private Stream<Strategy> available() {
    ServerInfo server = ServerInfo.of(lab.subject(), "contract");
    return Strategies.all().stream().filter(strategy -> strategy.needs(server) == null);
  }

  @ParameterizedTest
  @MethodSource("sound")
  void keeps_its_promise_under_contention_and_leaves_nothing(String name) throws Exception {
    Workload.Builder spec = work();
    RunResult result =
        lab.run(
            name,
            name.equals("trylock") ? spec.onBusy(Workload.OnBusy.RETRY).build() : spec.build());

    assertAllApplied(result);
    assertNothingLeft(result.judged().spec().run(), Strategies.named(name));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void keeps_it_without_a_journal_and_when_told_to_come_back(String name) throws Exception {
    assertAllApplied(
        lab.run(
            name,
            work()
                .journal(false)
                .onBusy(Workload.OnBusy.RETRY)
                .waitFor(Duration.ofMillis(5))
                .build()));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void gives_back_what_it_holds_when_an_update_fails(String name) throws Exception {
    RunResult result =
        lab.run(
            name,
            work()
                .updates(null)
                .opening(Long.MAX_VALUE - 15)
                .deltas(Deltas.eachOnce(List.of(10L, 10L, 10L, 10L)))
                .onBusy(Workload.OnBusy.RETRY)
                .build());

    Findings findings = result.findings();
    assertThat(findings.findings()).extracting("verdict").containsExactly(Verdict.INDETERMINATE);
    assertThat(findings.count(Outcome.APPLIED)).isEqualTo(1);
    assertThat(findings.count(Outcome.FAILED)).isEqualTo(3);
    assertNothingLeft(result.judged().spec().run(), Strategies.named(name));
  }

  @ParameterizedTest
  @MethodSource("leasing")
  void release_by_somebody_who_lost_the_lock_changes_nothing(String name) {
    new LockChecks(lab, Strategies.named(name)).isReleasedByNobodyButItsHolder();
  }

  @ParameterizedTest
  @MethodSource("leasing")
  void who_may_not_wait_is_told_at_once(String name) {
    new LockChecks(lab, Strategies.named(name)).tellsAtOnceThatItIsTaken();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void what_promises_nothing_is_caught_losing_money(String name) throws Exception {
    RunResult result =
        lab.run(name, Strategies.named(name).demonstration().threads(THREADS).build());

    assertThat(result.verdict()).isEqualTo(Verdict.LOST_UPDATES);
  }

  @Test
  void setnx_loses_nothing_where_the_plain_del_of_setnx_del_does() throws Exception {
    Workload del = Strategies.named("setnx-del").demonstration().build();
    Workload.Builder compareAndDelete =
        Workload.builder()
            .updates(2L)
            .lease(longer(del.lease()))
            .think(longer(del.think()))
            .linger(longer(del.linger()));
    Findings findings = lab.run("setnx", compareAndDelete.build()).findings();

    assertThat(findings.verdict()).isEqualTo(Verdict.CONSISTENT);
    assertThat(findings.notices()).anyMatch(notice -> notice.contains("release: "));
  }

  /** No other process may keep a thread from working for as long as decides something here. */
  private static Duration longer(@Nullable Duration time) {
    return Objects.requireNonNull(time).multipliedBy(5);
  }

  @Test
  void setnx_expire_blocks_for_ever_after_a_crash_between_its_two_steps() throws Exception {
    Strategy strategy = Strategies.named("setnx-expire");
    RunResult result =
        lab.run(strategy.name(), strategy.demonstration().threads(THREADS).build(), new Crash(lab));

    assertThat(result.verdict()).isEqualTo(Verdict.STALLED);
  }

  private static Workload.Builder work() {
    return Workload.builder()
        .threads(THREADS)
        .updates(UPDATES)
        .think(Duration.ofMillis(1))
        .patience(Duration.ofSeconds(10))
        .seed(3);
  }

  private static void assertAllApplied(RunResult result) {
    Findings findings = result.findings();
    assertThat(findings.findings()).extracting("verdict").containsExactly(Verdict.CONSISTENT);
    assertThat(findings.count(Outcome.APPLIED)).isEqualTo(JVMS * UPDATES);
    assertThat(findings.notices()).isEmpty();
  }

  private void assertNothingLeft(String run, Strategy strategy) {
    new LockChecks(lab, strategy).leavesNothingBehind(run);
  }
}
