package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no comparison is reported in every format as well, or refused. */
class ReportIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ReportIT() {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schedules --strategy=race                      | schedules |"
            + " order,happened,verdict,lostSum [units],balance [units]",
        "outcomes --strategy=race --rounds=20           | outcomes  | outcome [units],rounds"
            + " [count],share [share],expectation,how",
        "once --strategy=trylock --workers=2 --threads=4| threads   | thread,state",
      })
  void a_kind_of_run_is_shown_again_in_the_format_that_was_asked_for(
      String command, String kind, String header) throws Exception {
    String shown;
    try (Cli made = Cli.verifier(folder, command.split(" ", -1))) {
      assertThat(made.exitCode()).as(made.output()).isZero();
      assertThat(made.output())
          .containsPattern("(?m)^Redis Lock Lab: .*, on embedded (Redis|Valkey) [0-9.]+$");
      shown =
          made.output().lines().filter(line -> !line.startsWith("Kept in ")).toList().toString();
    }
    String kept = kept().toString();
    try (Cli text = Cli.verifier(folder, "report", kept)) {
      assertThat(text.exitCode()).as(text.output()).isZero();
      assertThat(text.output().lines().filter(line -> line.startsWith("Redis Lock Lab: ")))
          .hasSize(1)
          .allMatch(shown::contains);
    }
    try (Cli csv = Cli.verifier(folder, "report", kept, "--format=csv", "--out=out/them.csv")) {
      assertThat(csv.exitCode()).as(csv.output()).isZero();
      assertThat(csv.output()).isBlank();
    }
    List<String> lines = Files.readAllLines(folder.resolve("out/them.csv"));
    assertThat(lines.get(0)).isEqualTo(header);
    assertThat(lines).hasSizeGreaterThan(2);
    try (Cli json = Cli.verifier(folder, "report", kept, "--format=json")) {
      assertThat(json.exitCode()).as(json.output()).isZero();
      JsonNode root = Json.MAPPER.readTree(json.output());
      assertThat(root.get("schema").asText()).isEqualTo("redis-lock-lab/" + kind);
      assertThat(root.get("environment").get("address").asText()).isEqualTo("embedded");
      assertThat(root.get("rows")).hasSize(lines.size() - 1);
    }
    try (Cli markdown = Cli.verifier(folder, "report", kept, "--format=md")) {
      assertThat(markdown.exitCode()).as(markdown.output()).isZero();
      assertThat(markdown.output())
          .containsPattern("^# Redis Lock Lab: .*, on embedded (Redis|Valkey) [0-9.]+\n")
          .contains("| --- |")
          .contains("\nAgain: `verifier " + command.replace('=', ' ').strip() + "`");
    }
    refuses("a folder of " + kind + " has no page; take --format text", kept, "--format=html");
    refuses("this is a folder of " + kind, kept, "--sort=pace");
  }

  private void refuses(String why, String... arguments) throws Exception {
    String[] all = Stream.concat(Stream.of("report"), Stream.of(arguments)).toArray(String[]::new);
    try (Cli refused = Cli.verifier(folder, all)) {
      assertThat(refused.exitCode()).isEqualTo(64);
      assertThat(refused.output()).contains(why);
      assertThat(refused.output().lines()).hasSize(1);
    }
  }

  private Path kept() throws Exception {
    try (Stream<Path> inside = Files.list(folder.resolve(".locklab"))) {
      return inside.findFirst().orElseThrow();
    }
  }
}
