package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.RunResult;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.Deltas;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Strategy.Setting;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** What every strategy that the server can run must do, with two JVMs of two threads each. */
abstract class StrategyContract extends ServerContract {

  private static final int JVMS = 2;
  private static final int THREADS = 2;
  private static final long UPDATES = 40;

  /**
   * What is left of a strategy after a run must go by itself, a day later at the latest; what would
   * go within minutes is a lock that was not given back, or is still being renewed.
   */
  private static final long DAY_SECONDS = 24 * 60 * 60;

  private static final long LONGEST_LEASE_SECONDS = 5 * 60;

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
  void release_by_somebody_who_lost_the_lock_changes_nothing(String name) throws Exception {
    Strategy strategy = Strategies.named(name);
    Workload.Builder slow =
        Workload.builder().lease(Duration.ofMillis(200)).think(Duration.ofMillis(600));
    Workload.Builder next =
        Workload.builder()
            .lease(Duration.ofSeconds(20))
            .think(Duration.ofMillis(1_500))
            .waitFor(Duration.ofSeconds(10));
    Workload.Builder third = Workload.builder().onBusy(Workload.OnBusy.RETRY);
    try (Workbench slowBench = bench(slow, strategy, "slow");
        Workbench nextBench = bench(next, strategy, "next");
        Workbench thirdBench = bench(third, strategy, "third");
        Updater slowOne = strategy.open(slowBench);
        Updater nextOne = strategy.open(nextBench);
        Updater thirdOne = strategy.open(thirdBench)) {
      CompletableFuture<Attempt> first = attempt(slowOne, "slow");
      await().until(() -> attempt(thirdOne, "third").join().outcome() == Outcome.BUSY);
      CompletableFuture<Attempt> second = attempt(nextOne, "next");
      first.join();

      assertThat(second).isNotDone();
      assertThat(attempt(thirdOne, "third").join().outcome()).isEqualTo(Outcome.BUSY);
      assertThat(second.join().outcome()).isEqualTo(Outcome.APPLIED);
    }
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

  private Workbench bench(Workload.Builder spec, Strategy strategy, String worker) {
    String run = "contract-" + strategy.name();
    RunSpec started =
        spec.build()
            .started(
                run,
                strategy.name(),
                strategy.promise(),
                strategy.lease(),
                List.of(worker),
                List.of());
    return new Workbench(
        lab.subject(), lab.nodes(strategy), started, "locklab-" + run + "-" + worker);
  }

  private static CompletableFuture<Attempt> attempt(Updater updater, String worker) {
    CompletableFuture<Attempt> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(updater.attempt(new Update(worker, 0, 0, 1)));
              } catch (InterruptedException | RuntimeException e) {
                future.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  private static void assertAllApplied(RunResult result) {
    Findings findings = result.findings();
    assertThat(findings.findings()).extracting("verdict").containsExactly(Verdict.CONSISTENT);
    assertThat(findings.count(Outcome.APPLIED)).isEqualTo(JVMS * UPDATES);
    assertThat(findings.notices()).isEmpty();
  }

  private void assertNothingLeft(String run, Strategy strategy) {
    List<String> left = new ArrayList<>(leftovers(lab.subject(), run));
    lab.nodes(strategy).forEach(node -> left.addAll(leftovers(node, run)));
    assertThat(left).isEmpty();
  }

  private static List<String> leftovers(RedisAddress server, String run) {
    Set<String> kept = Set.of("balance", "version", "journal", "spec", "tallies");
    List<String> left = new ArrayList<>();
    try (Link link = server.link("contract")) {
      for (Object key :
          link.list(new CommandArguments(Command.KEYS).add("*{locklab:" + run + "}*"))) {
        String name = Replies.text(key);
        long seconds = Replies.number(link.call(Command.TTL, name));
        boolean forgotten = seconds > LONGEST_LEASE_SECONDS && seconds <= DAY_SECONDS;
        if (!kept.contains(name.substring(name.indexOf("}:") + 2)) && !forgotten) {
          left.add(name + " ttl " + seconds);
        }
      }
      for (Object channel :
          link.list(new CommandArguments(Command.PUBSUB).add("CHANNELS").add("*" + run + "*"))) {
        left.add("channel " + Replies.text(channel));
      }
    }
    return left;
  }
}
