package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.locklab.audit.Verdict;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedCluster;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.EmbeddedSentinels;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunResult;
import dev.locklab.lab.ServerProgram;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.run.Promise;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Everything works on a Sentinel's service and on a cluster as it does on a single server. */
class TopologiesIT {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  TopologiesIT() {}

  @Test
  void every_strategy_runs_on_a_cluster_and_finds_its_way_to_the_key() throws Exception {
    try (EmbeddedCluster cluster = new EmbeddedCluster(ServerProgram.LOCAL, List.of())) {
      everyStrategyRuns(cluster.address());
      commandsWork(cluster.address());
    }
  }

  @Test
  void every_strategy_runs_on_a_sentinels_service_after_a_fail_over() throws Exception {
    try (EmbeddedSentinels sentinels = new EmbeddedSentinels(ServerProgram.LOCAL, List.of())) {
      failOver(sentinels);
      everyStrategyRuns(sentinels.address());
      commandsWork(sentinels.address());
    }
  }

  /**
   * Has the Sentinels promote the replica, and waits until it is the primary and the one before it
   * its replica, to which a lock may have to be copied before it counts.
   */
  private static void failOver(EmbeddedSentinels sentinels) {
    try (Link link = sentinels.sentinel().address().link("test")) {
      link.call(Command.SENTINEL, "FAILOVER", EmbeddedSentinels.SERVICE);
    }
    await().atMost(LONG).until(() -> replication(sentinels.replica()).contains("role:master"));
    await()
        .atMost(LONG)
        .until(() -> replication(sentinels.primary()).contains("master_link_status:up"));
  }

  private static String replication(EmbeddedRedis server) {
    try (Link link = server.address().link("test")) {
      return Replies.text(link.call(Command.INFO, "replication"));
    }
  }

  @Test
  void a_link_follows_a_slot_to_another_node() {
    try (EmbeddedCluster cluster = new EmbeddedCluster(ServerProgram.LOCAL, List.of());
        Link link = cluster.address().link("test")) {
      for (int i = 0; i < 20; i++) {
        String key = "{k" + i + "}:a";
        assertThat(Replies.text(link.call(Command.SET, key, "1"))).isEqualTo("OK");
        assertThat(link.callBoth(command(Command.INCR, key), command(Command.INCR, key)))
            .containsExactly(2L, 3L);
        String other = "{other" + i + "}:a";
        assertThat(link.transaction(command(Command.INCR, other)).get(0)).isEqualTo(1L);
      }
    }
  }

  @Test
  void what_is_no_such_thing_is_told() {
    try (TestServer redis = TestServer.carried()) {
      RedisAddress single = Objects.requireNonNull(redis.address());
      String place = "127.0.0.1:" + single.port();
      assertThatThrownBy(
              () -> lab(RedisAddress.parse("redis-cluster://:" + single.password() + "@" + place)))
          .hasMessageContaining("cluster support disabled");
      assertThatThrownBy(() -> lab(RedisAddress.parse("redis-sentinel://" + place + "/bank")))
          .hasMessageContaining("no Sentinel says where the primary is")
          .hasMessageContaining(place);
    }
  }

  private Lab lab(RedisAddress address) {
    return Lab.on(address).crew(Crew.own(2)).results(folder.resolve("runs")).open();
  }

  private void everyStrategyRuns(RedisAddress address) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (Lab lab = lab(address)) {
      for (Strategy strategy : Strategies.all()) {
        if (strategy.needs(lab.server()) != null) {
          continue;
        }
        Workload work = Workload.builder().updates(30L).build();
        RunResult result = lab.run(strategy.name(), work);
        Set<Verdict> allowed =
            strategy.promise() == Promise.NONE
                ? EnumSet.of(Verdict.CONSISTENT, Verdict.LOST_UPDATES, Verdict.MUTEX_VIOLATED)
                : EnumSet.of(Verdict.CONSISTENT);
        if (!allowed.contains(result.verdict())) {
          wrong.add(strategy.name() + ": " + result.findings().findings());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** As a user types it: run, check in the store, compare; no password is shown. */
  private void commandsWork(RedisAddress address) throws Exception {
    Map<String, String> environment =
        Map.of(
            "LOCKLAB_REDIS", address.toString(), "LOCKLAB_REDIS_PASSWORD", "" + address.password());
    String run = of(environment, "run", "--strategy", "handoff", "--updates", "60");
    assertThat(run.replaceAll("\\s+", " ")).contains("CONSISTENT", "at " + address);
    String id = run.replaceAll("(?s).*Kept in \\S*/(\\S+).*", "$1");
    assertThat(of(environment, "check", "--run", id)).contains("CONSISTENT");
    assertThat(
            of(environment, "compare", "--strategies", "race,lock", "--updates", "100")
                .replaceAll("\\s+", " "))
        .contains("lock", "OK", "at " + address)
        .doesNotContain("" + address.password());
  }

  private String of(Map<String, String> environment, String... arguments) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    try (Cli cli = Cli.start(home, Cli.VERIFIER, environment, arguments)) {
      assertThat(cli.exitCode()).as(cli.output()).isZero();
      return cli.output();
    }
  }

  private static CommandArguments command(Command command, String key) {
    return new CommandArguments(command).add(key);
  }
}
