package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locklab.exit.UsageException;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerRole;
import dev.locklab.redis.ServerRole.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** Servers that are no single primary are refused at the start, and named for what they are. */
class ServerRolesIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ServerRolesIT() {}

  @Test
  void a_replica_is_told_to_be_one_and_of_whom() {
    try (EmbeddedRedis primary = EmbeddedRedis.start();
        EmbeddedRedis replica = EmbeddedRedis.start();
        RedisClient client = replica.address().client("test")) {
      client.executeCommand(
          new CommandArguments(Command.REPLICAOF)
              .add("127.0.0.1")
              .add(Integer.toString(primary.address().port())));

      refused(
          Lab.on(replica.address()),
          "--redis: %s is a replica, which takes no writes; name its primary, %s"
              .formatted(replica.address(), primary.address()));
      refused(Lab.on(primary.address()).control(replica.address()), "--control: ");
    }
  }

  @Test
  void a_node_of_a_cluster_is_told_to_be_one() {
    try (EmbeddedRedis node = EmbeddedRedis.start(List.of("--cluster-enabled", "yes"))) {
      refused(Lab.on(node.address()), "is a node of a Redis Cluster");
    }
  }

  @Test
  void a_sentinel_is_told_to_be_one_and_whom_it_watches() throws Exception {
    try (EmbeddedRedis primary = EmbeddedRedis.startCarried();
        TestSentinel sentinel = TestSentinel.start(folder, primary, "m", 1)) {
      RedisAddress address = sentinel.address();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> ServerRole.of(address, "test").part() == Part.SENTINEL);

      refused(
          Lab.on(address),
          "is a Sentinel, which keeps no data; name the primary it watches, redis://127.0.0.1:"
              + primary.address().port());
    }
  }

  @Test
  void the_same_server_twice_is_told_also_under_another_name() {
    try (EmbeddedRedis subject = EmbeddedRedis.start();
        EmbeddedRedis node = EmbeddedRedis.start()) {
      RedisAddress again =
          RedisAddress.parse("redis://localhost:" + node.address().port())
              .withPassword(node.address().password());
      refused(
          Lab.on(subject.address()).nodes(List.of(node.address(), again)),
          "--nodes: %s and %s are the same server".formatted(node.address(), again));
    }
  }

  @Test
  void whoever_may_not_ask_is_let_through() {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = redis.address().client("test")) {
      client.executeCommand(
          new CommandArguments(Command.ACL)
              .addObjects("SETUSER", "u", "on", ">w", "~*", "&*", "+@all", "-info", "-role"));
      RedisAddress user = RedisAddress.parse("redis://u:w@127.0.0.1:" + redis.address().port());

      assertThat(ServerRole.of(user, "test").unfit(user)).isNull();
    }
  }

  private void refused(Lab.Builder lab, String why) {
    assertThatThrownBy(() -> lab.crew(Crew.own(1)).results(folder.resolve("runs")).open().close())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(why);
  }
}
