package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.exit.UsageException;
import dev.locklab.options.CommandLines;
import dev.locklab.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ExperimentFileTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ExperimentFileTest() {}

  private static final String KEPT = "workers: [1, 2]\nduration: 2s\n";

  private static CommandLine compare() {
    return CommandLines.of(new CompareCommand());
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> values = new TreeMap<>();
    new ExperimentFile(ExperimentFileTest::compare)
        .entries(file)
        .forEach((option, entry) -> values.put(option, entry.value()));
    return values;
  }

  private static List<String> expanded(String... args) {
    return ExperimentArguments.of(ExperimentFileTest::compare, args).args();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("e.yaml"), text);
  }

  @Test
  void theKeysAreTheOptions() throws IOException {
    assertThat(
            read(
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
        .isThrownBy(() -> read(file("nonsense: 1\n")))
        .withMessageEndingWith("there are: " + String.join(", ", keys));
  }

  @Test
  void theCommandLineGoesBeforeTheFile() throws IOException {
    String path = file("duration: 5s\nseed: 7\nworkers: 8\n").toString();
    assertThat(expanded("compare", "--experiment", path, "--updates=3", "--workers", "2"))
        .containsExactly(
            "compare", "--experiment", path, "--updates=3", "--workers", "2", "--seed=7");
    assertThat(expanded("report", "--experiment", path)).hasSize(3);
  }

  @Test
  void whatIsWrittenReadsBackAsItWasGiven() throws IOException {
    CommandLine line = CommandLines.of(new CompareCommand());
    String[] given = {"--strategies", "race,lock", "--think=0,1ms", "--limits", "--repeat", "3"};
    ExperimentFile.write(folder, line.parseArgs(given));
    Map<String, String> read = read(folder.resolve(ExperimentFile.NAME));
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
          worker: 4           | line 1: 'worker' is no setting of an experiment; there are: credit-column,
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
        .isThrownBy(() -> read(wrong))
        .withMessageContaining(said)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed: 1\n---\nseed: 2\n", "{seed: 1}\n---\n[more]\n"})
  void aSecondDocumentIsNotPassedOver(String text) throws IOException {
    Path two = file(text);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> read(two))
        .withMessage(two + ", line 3: a second document begins here; an experiment is one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{seed: 1} more\n", "seed: 1\n...\nmore\n", "seed: 1\nmore\n"})
  void textBehindTheSettingsIsNotPassedOver(String text) throws IOException {
    Path more = file(text);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> read(more))
        .withMessageContaining(more + ", line ");
  }

  @Test
  void aColumnWithACommaInItsNameIsOneValue() throws IOException {
    CommandLine line = CommandLines.of(new CompareCommand());
    ExperimentFile.write(folder, line.parseArgs("--deltas-column=Amount, EUR"));
    assertThat(Files.readString(folder.resolve(ExperimentFile.NAME)))
        .contains("deltas-column: \"Amount, EUR\"");
  }

  @Test
  void aKeyGivenTwiceIsAnError() throws IOException {
    Path twice = file("seed: 1\nseed: 2\n");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> read(twice))
        .withMessageContaining("line 2");
  }

  @Test
  void whatComesFromTheFileIsCalledByItsLine() throws IOException {
    Path file = file("# mine\nseed: 7\nworkers: [1, 0]\n");
    assertThat(
            ExperimentArguments.of(
                    ExperimentFileTest::compare, "compare", "--experiment=" + file, "--seed=8")
                .sources())
        .isEqualTo(Map.of("--workers", file + ", line 3, workers"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--duration=1s | --duration 1s contradicts F, line 2, which says duration: 2s",
        "--updates=5 | --updates 5 contradicts F, line 2, which says duration: 2s",
        "--workers=1,2,4 | --workers 1,2,4 contradicts F, line 1, which says workers: 1,2",
        "--lease=10s | --lease 10s contradicts F, which does not have it",
        "--limits | --limits contradicts F, which does not have it",
      })
  void aResumedExperimentKeepsItsSettings(String given, String said) throws IOException {
    Path file = Files.writeString(folder.resolve(ExperimentFile.NAME), KEPT);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> expanded("compare", "--resume=" + folder, given))
        .withMessage(
            said.replace("F,", file + ",")
                + "; a resumed experiment keeps its settings, so leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--duration=2000ms", "--workers=1,2", "--sort=pace", "--report=out"})
  void aResumedExperimentMayBeToldTheSameAgain(String given) throws IOException {
    Files.writeString(folder.resolve(ExperimentFile.NAME), KEPT);
    assertThat(expanded("compare", "--resume", folder.toString(), given)).contains(given);
  }
}
