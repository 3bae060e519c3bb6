package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.options.CommandLines;
import dev.locklab.options.UsageException;
import dev.locklab.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExperimentFileTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ExperimentFileTest() {}

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("e.yaml"), text);
  }

  @Test
  void theKeysAreTheOptions() throws IOException {
    assertThat(
            ExperimentFile.read(
                file(
                    "# why\nworkers: [1, 2]\nthink:\n  - 0\n  - 1ms  # slow\nlimits: true\njournal: off\n")))
        .isEqualTo(
            Map.of("--workers", "1,2", "--think", "0,1ms", "--limits", "true", "--journal", "off"));
  }

  /** The schema is for people and their editors; what is read is the options. */
  @Test
  void theSchemaHasAllKeysAndNoOthers() throws IOException {
    JsonNode schema = Json.MAPPER.readTree(Path.of("../.docs/experiment.schema.json").toFile());
    Set<String> keys = new TreeSet<>();
    schema.get("properties").fieldNames().forEachRemaining(keys::add);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> ExperimentFile.read(file("nonsense: 1\n")))
        .withMessageEndingWith("there are: " + String.join(", ", keys));
  }

  @Test
  void theCommandLineGoesBeforeTheFile() throws IOException {
    String path = file("duration: 5s\nseed: 7\nworkers: 8\n").toString();
    assertThat(
            ExperimentFile.expanded(
                "compare", "--experiment", path, "--updates=3", "--workers", "2"))
        .containsExactly(
            "compare", "--experiment", path, "--updates=3", "--workers", "2", "--seed=7");
    assertThat(ExperimentFile.expanded("report", "--experiment", path)).hasSize(3);
  }

  @Test
  void whatIsWrittenReadsBackAsItWasGiven() throws IOException {
    CommandLine line = CommandLines.of(new CompareCommand());
    String[] given = {"--strategies", "race,lock", "--think=0,1ms", "--limits", "--repeat", "3"};
    ExperimentFile.write(folder, line.parseArgs(given));
    Map<String, String> read = ExperimentFile.read(folder.resolve(ExperimentFile.NAME));
    assertThat(read)
        .containsEntry("--strategies", "race,lock")
        .containsEntry("--think", "0,1ms")
        .containsEntry("--limits", "true")
        .containsEntry("--repeat", "3")
        .containsEntry("--seed", "42")
        .doesNotContainKeys("--redis", "--results", "--report", "--duration");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          worker: 4           | line 1: 'worker' is no setting of an experiment; there are: deltas,
          redis: redis://x:y@h | line 1: 'redis' is no setting
          think: 5x           | line 1: --think: '5x' is not a duration
          think: {a: 1}       | line 1: a value or a list of values belongs here
          think:              | line 1: a value or a list of values belongs here
          [race]              | not an experiment
          workers: [1         | not YAML: expected ',' or ']', but got <stream end>
          """)
  void whatIsWrongIsNamedByItsLine(String text, String said) throws IOException {
    Path wrong = file(text + "\n");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> ExperimentFile.read(wrong))
        .withMessageContaining(said)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  @Test
  void aKeyGivenTwiceIsAnError() throws IOException {
    Path twice = file("seed: 1\nseed: 2\n");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> ExperimentFile.read(twice))
        .withMessageContaining("line 2");
  }
}
