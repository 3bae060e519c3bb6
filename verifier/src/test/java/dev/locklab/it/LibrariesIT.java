package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Libraries;
import dev.locklab.run.Json;
import dev.locklab.strategy.Strategies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Locks of libraries that the lab does not carry, and of those that it carries in other versions.
 */
class LibrariesIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  LibrariesIT() {}

  @Test
  void versionsAndLibrariesRunSideBySideAndNameWhatWasLoaded() throws Exception {
    try (Cli cli =
        Cli.verifier(
            folder,
            "compare",
            "--strategies",
            "lock@3.25.0,lock@4.7.0,spring,spring-pubsub,shedlock,shedlock-safe,lettuce,handoff",
            "--workers",
            "2",
            "--updates",
            "50",
            "--think",
            "1ms",
            "--report",
            "out")) {
      assertThat(cli.exitCode()).as(cli.output()).isZero();
      assertThat(cli.output())
          .containsPattern("(?m)^lock@3.25.0 +redisson 3.25.0 +lease +OK ")
          .containsPattern("(?m)^lock@4.7.0 +redisson 4.7.0 +lease +OK ")
          .containsPattern("(?m)^spring +spring-integration-redis \\d[\\d.]+ +lease +OK ")
          .containsPattern("(?m)^spring-pubsub +spring-integration-redis \\d[\\d.]+ +lease +OK ")
          .containsPattern("(?m)^shedlock +shedlock-provider-redis-spring \\d[\\d.]+ +lease +OK ")
          .containsPattern("(?m)^shedlock-safe +shedlock-provider-\\S+ \\d[\\d.]+ +lease +OK ")
          .containsPattern("(?m)^lettuce +lettuce-core \\d[\\d.]+RELEASE +lease +OK ");
    }
    JsonNode json = Json.MAPPER.readTree(Files.readString(folder.resolve("out/report.json")));
    assertThat(json.findValuesAsText("library")).contains("redisson 3.25.0", "redisson 4.7.0");
  }

  /** Older ones start nothing by themselves, and bring less of Netty than the worker has. */
  @Test
  void theOldestVersionsRunToo() throws Exception {
    try (Cli cli =
        Cli.verifier(
            folder,
            "compare",
            "--strategies",
            "lock@3.17.0,spring@5.2.0.RELEASE,spring-pubsub@5.5.13,shedlock@4.20.0,lettuce@6.2.0.RELEASE",
            "--workers",
            "2",
            "--updates",
            "50",
            "--think",
            "1ms")) {
      assertThat(cli.exitCode()).as(cli.output()).isZero();
      assertThat(cli.output())
          .containsPattern("(?m)^lock@3.17.0 +redisson 3.17.0 +lease +OK ")
          .containsPattern("(?m)^spring@5.2.0.RELEASE +\\S+ 5.2.0.RELEASE +lease +OK ")
          .containsPattern("(?m)^spring-pubsub@5.5.13 +\\S+ 5.5.13 +lease +OK ")
          .containsPattern("(?m)^shedlock@4.20.0 +\\S+ 4.20.0 +lease +OK ")
          .containsPattern("(?m)^lettuce@6.2.0.RELEASE +\\S+ 6.2.0.RELEASE +lease +OK ");
    }
    try (Cli cli = Cli.verifier(folder, "compare", "--strategies", "race,lettuce@6.1.10.RELEASE")) {
      assertThat(cli.exitCode()).isEqualTo(64);
      assertThat(cli.output())
          .contains("lettuce@6.1.10.RELEASE is too old for this strategy, which needs lettuce-core")
          .contains("of 6.2.0.RELEASE or later, such as lettuce@6.2.0.RELEASE")
          .doesNotContain("race: ");
    }
  }

  @Test
  void aScenarioShowsALibraryThatTheLabDoesNotCarryInAnyVersion() throws Exception {
    try (Cli cli =
        Cli.verifier(
            folder, "scenario", "holder-killed", "--strategies", "spring,shedlock,lock@3.25.0")) {
      assertThat(cli.exitCode()).as(cli.output()).isZero();
      assertThat(cli.output())
          .containsPattern("(?m)^scenario +spring +shedlock +lock@3.25.0$")
          .containsPattern("(?m)^holder-killed( +OK(, \\S+)?){3}$");
    }
  }

  /** Redisson's own folder brings an older Jackson, which the worker must not take for its own. */
  @Test
  void aWorkerJoinsWithAnotherVersionAndItsJacksonAheadOfItsOwn() throws Exception {
    String jackson = "com.fasterxml.jackson.%s:2.15.2";
    Libraries older =
        new Libraries(
            Stream.of(
                    "core:jackson-core",
                    "core:jackson-annotations",
                    "core:jackson-databind",
                    "dataformat:jackson-dataformat-yaml")
                .map(jackson::formatted)
                .toList(),
            false);
    String own = new Libraries(List.of(), false).classPath(Strategies.named("race"));
    String ahead = older.classPath(Strategies.named("lock@3.25.0"));
    assertThat(ahead).endsWith(own).contains("jackson-databind-2.15.2.jar");
    String classPath =
        ahead.substring(0, ahead.length() - own.length())
            + Path.of("../worker/target/worker.jar").toAbsolutePath();

    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      Map<String, String> at = Map.of("LOCKLAB_REDIS", redis.address().url());
      try (Cli one = Cli.start(List.of(), classPath, folder, Cli.WORKER, at);
          Cli other = Cli.start(List.of(), classPath, folder, Cli.WORKER, at);
          Cli run =
              Cli.start(
                  folder,
                  Cli.VERIFIER,
                  at,
                  "run",
                  "--strategy",
                  "lock@3.25.0",
                  "--join",
                  "2",
                  "--updates",
                  "20")) {
        assertThat(run.exitCode())
            .as("%s%n%s%n%s", run.output(), one.output(), other.output())
            .isZero();
        assertThat(run.output()).contains("CONSISTENT: each of the 40 writes");
      }
    }
  }

  @Test
  void whatCannotBeHadIsToldInOneLineBeforeAnythingIsRun() throws Exception {
    try (Cli cli =
        Cli.verifier(folder, "compare", "--strategies", "race,lock@99.0.1", "--offline")) {
      assertThat(cli.exitCode()).isEqualTo(69);
      assertThat(cli.output())
          .contains(
              "verifier compare: lock@99.0.1 needs org.redisson:redisson:99.0.1, which cannot")
          .doesNotContain("race: ");
    }
    try (Cli cli = Cli.verifier(folder, "run", "--strategy", "race@1")) {
      assertThat(cli.exitCode()).isEqualTo(64);
      assertThat(cli.output()).contains("'race' is of no library, so it has no version '1'");
    }
    try (Cli cli = Cli.verifier(folder, "run", "--strategy", "lock", "--with", "redisson")) {
      assertThat(cli.exitCode()).isEqualTo(64);
      assertThat(cli.output()).contains("--with takes group:artifact:version, not 'redisson'");
    }
  }
}
