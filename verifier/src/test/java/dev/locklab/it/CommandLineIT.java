package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.RedisAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.RedisClient;

/** The programs as users start them: what they print, how they exit, and what they leave behind. */
class CommandLineIT {

  private static final String SECRET = "s3cr3t-word";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  CommandLineIT() {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          run --strategy lok                               | 64 | did you mean 'lock'
          run --strategy race --duration 5x                | 64 | --duration: '5x' is not a duration
          run --strategy race --redis redis://h:99999      | 64 | port 99999 is not between 1 and 65535
          run --strategy race --redis http://h             | 64 | it must start with redis:// or rediss://
          run --strategy race --updates -5                 | 64 | --updates must be at least 1, not -5
          run --strategy race --workers 0                  | 64 | there must be at least 1 worker, not 0
          run --strategy race --threads 5000             | 64 | --workers times --threads must be at most 10,000, not 20,000
          run --strategy race --redis-ca none.pem --redis rediss://h | 64 | --redis-ca: none.pem cannot be read: there is no such file
          run --strategy race --updates 5 --duration 5s    | 64 | exclude each other
          run --strategy race --join 2                     | 64 | --join needs --redis
          run --strategy race --join two --redis redis://h | 64 | --join: 'two' is not a whole number
          run --strategy race --deltas 5,0                 | 64 | a delta of 0 changes nothing
          run --strategy race --deltas-file none.csv       | 64 | none.csv cannot be read
          run                                              | 64 | Missing required option: '--strategy=NAME'
          shout                                            | 64 | 'shout'
          compare --strategies race,lokc                   | 64 | did you mean 'lock'
          check --journal nowhere                          | 64 | there is no run in nowhere
          check --run some                                 | 64 | give either --journal DIR, or --redis URL and --run RUN
          report nowhere                                   | 64 | there is no folder nowhere
          report /dev/null                                 | 64 | /dev/null is no folder
          report /dev                                      | 64 | there is no run in /dev
          compare --resume /dev/null                       | 64 | /dev/null/experiment.yaml cannot be read: Not a directory
          compare --strategies race --report /dev/null     | 69 | the report folder /dev/null cannot be written to: it is a file
          compare --resume nowhere                         | 64 | nowhere/experiment.yaml cannot be read: there is no such file
          schedules --strategy race --join 3               | 64 | give --join 2, or none
          run --strategy ping                              | 64 | limits are run by compare --limits
          compare --strategies ring,ping                   | 64 | name some, and add --limits
          run --strategy race --rediss redis://:pw@h       | 64 | unknown option '--rediss'
          schedules --strategy ring                        | 64 | ring is a limit to compare with, no strategy
          outcomes --strategy race --rounds 0              | 64 | --rounds must be at least 1, not 0
          outcomes --strategy race --deltas x              | 64 | --deltas: 'x' is not a whole number
          run --strategy race --updates 99999999999999999999 | 64 | --updates: '99999999999999999999' is too large; the most is
          run --strategy race --workers 99999999999       | 64 | --workers: '99999999999' is too large; the most is 2,147,483,647
          once --strategy lock --threads 0                 | 64 | --threads must be at least 1, not 0
          compare --strategies race --report /proc/here    | 69 | the report folder /proc/here cannot be written to:
          run --strategy race --results /proc/here         | 69 | the results folder /proc/here cannot be written to:
          run --strategy race --redis redis://127.0.0.1:1  | 69 | no Redis to be had
          run --strategy ifeq                              | 69 | ifeq needs Redis >= 8.4 or Valkey >= 8.1, this is
          """)
  void bad_input_gets_one_clear_line_and_its_exit_code(String line, int code, String said)
      throws Exception {
    try (Cli cli = Cli.verifier(folder, line.split(" "))) {
      assertThat(cli.exitCode()).as(cli.output()).isEqualTo(code);
      assertThat(cli.output()).contains(said).doesNotContain("\tat ", "Exception");
      // Besides, it says what is being done, and where to read more.
      assertThat(cli.output().lines())
          .filteredOn(text -> !text.matches("(starting|connecting to|Try ').*"))
          .hasSize(1);
    }
  }

  @Test
  void what_is_wrong_with_a_variable_is_said_of_the_variable() throws Exception {
    for (String wrong : List.of("x", "0", "99999999999")) {
      try (Cli cli =
          Cli.start(
              folder, Cli.VERIFIER, Map.of("LOCKLAB_WORKERS", wrong), "run", "--strategy=race")) {
        assertThat(cli.exitCode()).as(cli.output()).isEqualTo(64);
        assertThat(cli.output()).contains("LOCKLAB_WORKERS: ").doesNotContain("--workers");
      }
    }
  }

  @Test
  void a_verdict_that_was_not_expected_is_named() throws Exception {
    String alone = "run --strategy race --workers 1 --updates 1 --expect ";
    try (Cli run = Cli.verifier(folder, (alone + "LOST_UPDATES").split(" "))) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.output()).contains("Expected LOST_UPDATES: race is CONSISTENT.");
    }
    try (Cli run = Cli.verifier(folder, (alone + "CONSISTENT").split(" "))) {
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void a_run_says_at_its_start_where_it_is_made_and_how_to_interfere() throws Exception {
    try (Cli run = Cli.verifier(folder, "run --strategy incr --workers 1 --updates 5".split(" "))) {
      assertThat(run.exitCode()).as(run.output()).isIn(0, 2);
      assertThat(run.output())
          .containsPattern("Run \\S+-incr-\\w+ on embedded (Redis|Valkey) [0-9.]+;")
          .containsPattern("REDISCLI_AUTH=.* redis-cli -p \\d+ incrby '\\{locklab:.*}:balance' 5");
    }
  }

  @Test
  void workers_of_other_terminals_are_joined_and_no_password_is_shown() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      setPassword(redis.address(), SECRET);
      String url = "redis://127.0.0.1:" + redis.address().port();
      Map<String, String> password = Map.of("LOCKLAB_REDIS_PASSWORD", SECRET);
      try (Cli alice = Cli.start(folder, Cli.WORKER, password, "--redis", url, "--name", "alice");
          Cli bob = Cli.start(folder, Cli.WORKER, password, "--redis", url, "--name", "bob");
          Cli few =
              Cli.start(
                  folder,
                  Cli.VERIFIER,
                  password,
                  "run",
                  "--strategy",
                  "lock",
                  "--redis",
                  url,
                  "--join",
                  "3",
                  "--join-timeout",
                  "8s")) {
        assertThat(few.exitCode()).isEqualTo(69);
        assertThat(few.output()).contains("2 of 3 workers came within 8 s");
        try (Cli run =
                Cli.start(
                    folder,
                    Cli.VERIFIER,
                    password,
                    "run",
                    "--strategy",
                    "lock",
                    "--redis",
                    url,
                    "--join",
                    "2",
                    "--updates",
                    "30");
            Cli stranger = Cli.verifier(folder, "run", "--strategy", "lock", "--redis", url);
            Cli wrong =
                Cli.verifier(
                    folder,
                    "run",
                    "--strategy",
                    "lock",
                    "--redis",
                    url.replace("//", "//:wr0ng@"))) {
          assertThat(run.exitCode()).as(run.output()).isZero();
          assertThat(run.output()).contains("CONSISTENT: each of the 60 writes");
          assertThat(stranger.exitCode()).isEqualTo(69);
          assertThat(stranger.output()).contains("it wants a password");
          assertThat(wrong.exitCode()).isEqualTo(69);
          assertThat(wrong.output()).contains("WRONGPASS").doesNotContain("wr0ng");
          assertThat(run.output() + alice.output() + bob.output()).doesNotContain(SECRET);
        }
        alice.process().destroy();
        assertThat(alice.exitCode()).isEqualTo(143);
      }
      assertThat(filesWith(SECRET)).isEmpty();
    }
  }

  @Test
  void an_interrupted_run_is_reported_and_leaves_nothing_behind() throws Exception {
    try (Cli run = Cli.verifier(folder, "run", "--strategy", "race", "--duration", "60s")) {
      Set<ProcessHandle> started = awaitWorking(run);
      run.process().destroy();
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.output()).contains("LOST_UPDATES", "the run was ended early: interrupted");
      awaitGone(started);
    }
  }

  @Test
  void a_killed_verifier_leaves_neither_processes_nor_a_server_behind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Map<String, String> there =
        Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary.toAbsolutePath());
    try (Cli run =
        Cli.start(folder, Cli.VERIFIER, there, "run", "--strategy", "lock", "--duration", "60s")) {
      Set<ProcessHandle> started = awaitWorking(run);
      assertThat(temporary).isDirectoryContaining("glob:**/locklab-redis-*");
      run.process().destroyForcibly();
      awaitGone(started);
      assertThat(temporary).isDirectoryNotContaining("glob:**/locklab-redis-*");
    }
  }

  @Test
  void a_store_that_turns_read_only_ends_the_run_with_what_is_known() throws Exception {
    troubled("replicaof", "127.0.0.1 1", "READONLY");
  }

  @Test
  void payments_want_a_section_and_no_deltas() throws Exception {
    String[] pay = {"run", "--workload", "payments", "--strategy"};
    for (String wrong :
        List.of(
            "incr;incr needs a critical section to pay in, and opens none",
            "lock --deltas 5;--workload payments has no deltas: an update pays the next order")) {
      List<String> args = new ArrayList<>(List.of(pay));
      args.addAll(List.of(wrong.substring(0, wrong.indexOf(';')).split(" ", -1)));
      try (Cli run = Cli.verifier(folder, args.toArray(String[]::new))) {
        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.output()).contains(wrong.substring(wrong.indexOf(';') + 1));
      }
    }
    try (Cli run = Cli.verifier(folder, "run", "--strategy", "lock", "--rail", "fenced")) {
      assertThat(run.exitCode()).isEqualTo(64);
      assertThat(run.output()).contains("--rail goes with --workload payments");
    }
  }

  @Test
  void a_store_that_runs_out_of_memory_ends_the_run_with_what_is_known() throws Exception {
    troubled("maxmemory", "1mb", "command not allowed when used memory > 'maxmemory'");
  }

  private void troubled(String setting, String value, String said) throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = redis.address().client("test");
        Cli run =
            Cli.verifier(
                folder,
                "run",
                "--strategy",
                "race",
                "--redis",
                redis.address().url(),
                "--duration",
                "60s",
                "--think",
                "1ms")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  client.keys("{locklab:*}:journal").stream()
                      .anyMatch(key -> client.xlen(key) > 50));
      if (setting.equals("replicaof")) {
        client.executeCommand(
            new CommandArguments(() -> bytes("REPLICAOF")).addObjects((Object[]) value.split(" ")));
      } else {
        client.configSet(setting, value);
      }
      assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
      assertThat(run.output())
          .contains("LOST_UPDATES", said, "stopped before its work was done")
          .doesNotContain("UNEXPLAINED", "STORE_LOST_WRITES");
    }
  }

  /** Waits until server and workers run, and returns them. */
  private Set<ProcessHandle> awaitWorking(Cli run) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> run.output().contains("applied") && run.process().descendants().count() >= 6);
    return run.process().descendants().collect(Collectors.toSet());
  }

  private static void awaitGone(Set<ProcessHandle> processes) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static void setPassword(RedisAddress address, String password) {
    try (RedisClient client = address.client("test")) {
      client.configSet("requirepass", password);
    }
  }

  private List<Path> filesWith(String text) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return Files.readString(file).contains(text);
                } catch (java.io.IOException e) {
                  throw new AssertionError(e);
                }
              })
          .toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
