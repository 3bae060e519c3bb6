package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.control.Order;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.options.Versions;
import dev.locklab.redis.Link;
import dev.locklab.redis.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;

/** Workers that others have started, and who pretends to be one. */
class JoinIT {

  private static final Pattern LAB = Pattern.compile("\"lab\":\"([^\"]+)\"");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final Map<String, String> environment = Map.of("LOCKLAB_REDIS", redis.address().url());

  @TempDir private Path folder;

  @AfterEach
  void close() {
    redis.close();
  }

  private Cli worker() throws Exception {
    Cli worker = Cli.start(folder, Cli.WORKER, environment, "--name", "alice");
    await().atMost(LONG).until(() -> worker.output().contains("waiting for a verifier"));
    return worker;
  }

  private Cli verifier(String join, String patience) throws Exception {
    return Cli.start(
        folder,
        Cli.VERIFIER,
        environment,
        "run",
        "--strategy",
        "lock",
        "--updates",
        "20",
        "--join",
        join,
        "--join-timeout",
        patience);
  }

  private void stopRedis() {
    ProcessHandle server = redis.server();
    server.destroyForcibly();
    await().atMost(LONG).until(() -> !server.isAlive());
  }

  @Test
  void anOpenCrewGoesOnWithOneAndNonsenseHasNotEndedIt() throws Exception {
    try (Cli worker = worker();
        Link link = redis.address().link("somebody")) {
      for (String nonsense : new String[] {"null", "{}", "[", "{\"lab\":null}"}) {
        link.call(Command.PUBLISH, Order.CHANNEL, nonsense);
      }
      // Shorter than the time in which an open crew settles.
      try (Cli run = verifier("1+", "4s")) {
        assertThat(run.exitCode()).as(run.output()).isEqualTo(0);
        assertThat(run.output()).contains("1 worker JVM", "CONSISTENT");
        try (Stream<Path> files = Files.walk(folder)) {
          Path spec = files.filter(file -> file.endsWith("spec.json")).findFirst().orElseThrow();
          assertThat(Files.readString(spec))
              .containsPattern("\"redisson\" : \"" + Pattern.quote(Versions.redisson()) + "\"");
        }
      }
      assertThat(worker.process().isAlive()).isTrue();
    }
  }

  @Test
  void whoWaitsForWorkersWaitsForRedisToo() throws Exception {
    stopRedis();
    try (Cli run = verifier("1", "60s")) {
      await()
          .atMost(LONG)
          .until(() -> run.output().contains("waiting for Redis, for 1m at most: "));
      redis.restart();
      try (Cli worker = worker()) {
        assertThat(run.exitCode()).as(run.output() + worker.output()).isZero();
      }
      assertThat(run.output()).contains("CONSISTENT");
    }
  }

  @Test
  void redisIsNotWaitedForBeyondTheLimitNorWhereWaitingDoesNotHelp() throws Exception {
    String[] run = {"run", "--strategy", "lock", "--join", "1"};
    try (Cli wrong =
        Cli.start(
            folder,
            Cli.VERIFIER,
            Map.of("LOCKLAB_REDIS", redis.address().url().replaceFirst("://.*@", "://:wr0ng@")),
            run)) {
      assertThat(wrong.exitCode()).isEqualTo(69);
      assertThat(wrong.output()).contains("WRONGPASS").doesNotContain("wr0ng", "waiting for Redis");
    }
    stopRedis();
    Map<String, String> late = new HashMap<>(environment);
    late.put("LOCKLAB_REDIS_TIMEOUT", "1s");
    try (Cli never = Cli.start(folder, Cli.VERIFIER, late, run)) {
      assertThat(never.exitCode()).isEqualTo(69);
      assertThat(never.output()).contains("verifier run: no Redis to be had within 1s: ");
    }
  }

  @Test
  void aWorkerOfAnotherVersionIsNamedAtOnce() throws Exception {
    AtomicReference<@Nullable String> lab = new AtomicReference<>();
    try (Subscription orders =
            new Subscription(
                redis.address(),
                "somebody",
                Order.CHANNEL,
                message -> {
                  Matcher matcher = LAB.matcher(message);
                  lab.set(matcher.find() ? matcher.group(1) : null);
                });
        Link link = redis.address().link("somebody");
        Cli run = verifier("1", "60s")) {
      assertThat(orders.awaitSubscribed(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      await().atMost(LONG).until(() -> lab.get() != null);
      link.call(
          Command.PUBLISH,
          "locklab:reports",
          "{\"id\":\"i\",\"name\":\"old\",\"version\":\"0.9\",\"lab\":\"%s\",\"standing\":\"IDLE\"}"
              .formatted(lab.get()));

      assertThat(run.exitCode()).isEqualTo(69);
      assertThat(run.output())
          .contains(
              "verifier run: worker old is of version 0.9, and this verifier of version "
                  + Versions.lab());
    }
  }
}
