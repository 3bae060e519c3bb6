package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerInfo;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * A write that the store carries out in part or not at all is told as what became of the balance.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FailedWriteContract {

  private static final String OPENING = "1000";
  private static final String WORD = "s3cr3t-word";

  private final TestServer server;
  private @Nullable EmbeddedRedis embedded;
  private RedisAddress address;

  @SuppressWarnings("NullAway.Init")
  FailedWriteContract(TestServer server) {
    this.server = server;
  }

  @BeforeAll
  void start() {
    RedisAddress there = server.address();
    embedded = there == null ? EmbeddedRedis.start() : null;
    address = there == null ? Objects.requireNonNull(embedded).address() : there;
  }

  @AfterAll
  void stop() {
    if (embedded != null) {
      embedded.close();
    }
    server.close();
  }

  Stream<String> strategies() {
    ServerInfo info = ServerInfo.of(address, "test");
    return Strategies.all().stream()
        .filter(strategy -> strategy.needs(info) == null && strategy.nodes() == 0)
        .map(Strategy::name);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void a_journal_of_another_type(String name) {
    try (RedisClient client = address.client("test")) {
      AccountKeys keys = account(client, name + "-type");
      client.set(keys.journal(), "no stream");

      tellsTheTruth(client, keys, attempt(address, keys, name), "WRONGTYPE");
      assertThat(client.get(keys.journal())).isEqualTo("no stream");
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void a_version_that_is_no_number(String name) {
    try (RedisClient client = address.client("test")) {
      AccountKeys keys = account(client, name + "-version");
      // Behind a number that can be read: a reader would stop at junk before anything is written.
      client.set(keys.version(), Long.toString(Long.MAX_VALUE));

      Attempt attempt = attempt(address, keys, name);
      tellsTheTruth(client, keys, attempt, "overflow");
      if (attempt.outcome() == Outcome.FAILED) {
        assertThat(client.exists(keys.journal())).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void a_user_who_may_not_append_to_the_journal(String name) {
    try (RedisClient client = address.client("test")) {
      AccountKeys keys = account(client, name + "-right");
      client.executeCommand(
          new CommandArguments(Command.ACL)
              .add("SETUSER")
              .addObjects("teller", "on", ">" + WORD, "~*", "&*", "+@all", "-xadd"));
      RedisAddress teller =
          RedisAddress.parse(
              "redis://teller:" + WORD + "@" + address.host() + ":" + address.port());

      Attempt attempt = attempt(teller, keys, name);
      assertThat(attempt.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(attempt.trouble()).containsAnyOf("permission", "can't run this command");
      assertThat(client.get(keys.balance())).isEqualTo(OPENING);
      assertThat(client.get(keys.version())).isEqualTo("0");
    }
  }

  private static void tellsTheTruth(
      RedisClient client, AccountKeys keys, Attempt attempt, String why) {
    assertThat(attempt.trouble()).contains(why);
    if (attempt.outcome() == Outcome.APPLIED) {
      assertThat(client.get(keys.balance())).isEqualTo("1007");
    } else {
      assertThat(attempt.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(client.get(keys.balance())).isEqualTo(OPENING);
      assertThat(client.get(keys.version())).isIn("0", Long.toString(Long.MAX_VALUE));
    }
  }

  private static AccountKeys account(RedisClient client, String run) {
    AccountKeys keys = new AccountKeys(run);
    client.set(keys.balance(), OPENING);
    client.set(keys.version(), "0");
    return keys;
  }

  private static Attempt attempt(RedisAddress as, AccountKeys keys, String name) {
    Strategy strategy = Strategies.named(name);
    RunSpec spec =
        Workload.builder()
            .build()
            .started(
                keys.run(), name, strategy.promise(), strategy.lease(), List.of("w"), List.of());
    try (Workbench bench = new Workbench(as, List.of(), spec, "failed-write");
        Updater updater = strategy.open(bench)) {
      return updater.attempt(new Update("w", 0, 0, 7));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
