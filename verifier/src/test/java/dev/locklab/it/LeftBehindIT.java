package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** However a lab ends in mid-run, and whatever is said on its channels: nothing stays for ever. */
class LeftBehindIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final Link link = redis.address().link("left-behind");

  @TempDir private Path folder;

  @AfterEach
  void close() {
    link.close();
    redis.close();
  }

  private Cli start(String strategy, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("run", "--strategy", strategy, "--workers", "2"));
    args.addAll(List.of(more));
    return Cli.start(
        folder,
        Cli.VERIFIER,
        Map.of("LOCKLAB_REDIS", redis.address().url()),
        args.toArray(String[]::new));
  }

  private List<String> keys() {
    return link.list(new CommandArguments(Command.KEYS).add("*")).stream()
        .map(Replies::text)
        .toList();
  }

  private List<String> withoutTtl() {
    return keys().stream()
        .filter(key -> Long.valueOf(-1).equals(link.call(Command.TTL, key)))
        .toList();
  }

  private long journaled() {
    return keys().stream()
        .filter(key -> key.endsWith("}:journal"))
        .mapToLong(key -> Replies.number(link.call(Command.XLEN, key)))
        .sum();
  }

  @ParameterizedTest
  @CsvSource({
    "KILL, race",
    "KILL, lock",
    "KILL, handoff",
    "KILL, fenced",
    "KILL, blpop",
    "KILL, flag",
    "KILL, watch",
    "KILL, client-clock",
    "TERM, race",
    "HUP, race"
  })
  void everyKeyHasATimeToLive(String signal, String strategy) throws Exception {
    try (Cli cli = start(strategy, "--duration", "60s", "--think", "1ms")) {
      await().atMost(LONG).until(() -> journaled() > 20);
      assertThat(withoutTtl()).isEmpty();
      List<ProcessHandle> workers = cli.process().descendants().toList();
      new ProcessBuilder("kill", "-" + signal, Long.toString(cli.process().pid()))
          .start()
          .waitFor();
      assertThat(cli.process().waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      await().atMost(LONG).until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));

      assertThat(keys()).anyMatch(key -> key.endsWith("}:balance"));
      assertThat(withoutTtl()).isEmpty();
    }
  }

  @Test
  void everyKeyHasOneInTheRehearsalToo() throws Exception {
    try (Cli cli = start("race", "--updates", "10")) {
      await().atMost(LONG).pollInterval(Duration.ofMillis(1)).until(() -> keys().size() > 3);
      assertThat(withoutTtl()).isEmpty();
      cli.process().destroyForcibly();
      cli.process().waitFor();
      assertThat(withoutTtl()).isEmpty();
    }
  }

  @Test
  void nonsenseOnTheChannelsCostsNobodyAnything() throws Exception {
    try (Cli cli = start("lock", "--updates", "400", "--think", "1ms")) {
      await().atMost(LONG).until(() -> journaled() > 20);
      for (String nonsense : List.of("null", "{", "[]", "{\"id\":\"x\",\"standing\":\"IDLE\"}")) {
        link.call(Command.PUBLISH, "locklab:orders", nonsense);
        link.call(Command.PUBLISH, "locklab:reports", nonsense);
      }

      assertThat(cli.exitCode()).as(cli.output()).isZero();
      assertThat(cli.output().replaceAll("\\s+", " "))
          .contains("CONSISTENT")
          .contains("messages on the control channels that could not be read, and were dropped: 8")
          .doesNotContain("died");
    }
  }
}
