package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A lock on several independent servers that the user names. */
class NodesIT {

  private static final String SECRET = "s3cr3t-word";
  private static final int NODES = 3;

  @TempDir private Path folder;

  private final List<EmbeddedRedis> nodes = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  NodesIT() {}

  @AfterEach
  void stop() {
    nodes.forEach(EmbeddedRedis::close);
  }

  @Test
  void their_passwords_reach_the_workers_and_nothing_else() throws Exception {
    start();
    nodes.forEach(node -> setPassword(node.address()));
    String urls = urls(SECRET + "@");
    try (Cli run =
        Cli.verifier(folder, "run", "--strategy", "multi", "--updates", "20", "--nodes", urls)) {
      assertThat(run.exitCode()).as(run.output()).isZero();
      assertThat(run.output()).contains("each of the 80 writes").doesNotContain(SECRET);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file));
      }
      assertThat(texts)
          .noneMatch(text -> text.contains(SECRET))
          .anyMatch(text -> text.contains(nodes.get(0).address().toString()));
    }
  }

  @Test
  void workers_of_other_terminals_are_told_where_they_are() throws Exception {
    start();
    nodes.forEach(node -> setPassword(node.address()));
    try (EmbeddedRedis subject = EmbeddedRedis.start()) {
      String redis = subject.address().url();
      // What a worker is told of a server by its own option goes before what the verifier shows.
      Map<String, String> known = Map.of("LOCKLAB_NODES", urls(SECRET + "@"));
      String[] run = {"run", "--strategy", "multi", "--updates", "20", "--redis", redis};
      try (Cli ann = Cli.start(folder, Cli.WORKER, known, "--redis", redis, "--name", "ann");
          Cli bob = Cli.start(folder, Cli.WORKER, known, "--redis", redis, "--name", "bob")) {
        try (Cli unnamed = Cli.verifier(folder, with(run, "--join", "2"))) {
          assertThat(unnamed.exitCode()).isEqualTo(64);
          assertThat(unnamed.output())
              .contains("multi needs --nodes with --join: nobody can join an embedded Redis");
        }
        try (Cli named = Cli.start(folder, Cli.VERIFIER, known, with(run, "--join", "2"))) {
          assertThat(named.exitCode()).as(named.output()).isZero();
          assertThat(named.output() + ann.output() + bob.output())
              .contains("each of the 40 writes")
              .doesNotContain(SECRET);
        }
      }
    }
  }

  @Test
  void a_server_that_is_gone_fails_the_update_and_blocks_nobody() throws Exception {
    start();
    Strategy strategy = Strategies.named("multi");
    RunSpec spec =
        Workload.builder()
            .build()
            .started("nodes", "multi", Promise.WHILE_LEASE_HELD, null, List.of("w"), List.of());
    List<RedisAddress> addresses = nodes.stream().map(EmbeddedRedis::address).toList();
    try (EmbeddedRedis subject = EmbeddedRedis.start();
        Workbench bench = new Workbench(subject.address(), addresses, spec, "nodes");
        Updater updater = strategy.open(bench)) {
      nodes.get(1).close();
      Attempt attempt = updater.attempt(new Update("w", 0, 0, 1));

      assertThat(attempt.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(attempt.trouble()).contains(nodes.get(1).address().toString());
    }
  }

  private void start() {
    for (int i = 0; i < NODES; i++) {
      nodes.add(EmbeddedRedis.start());
    }
  }

  private static void setPassword(RedisAddress address) {
    try (RedisClient client = address.client("test")) {
      client.configSet("requirepass", SECRET);
    }
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  private String urls(String login) {
    return nodes.stream()
        .map(node -> "redis://" + login + "127.0.0.1:" + node.address().port())
        .collect(Collectors.joining(","));
  }
}
