package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.locklab.audit.Cell;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Figure;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.run.Json;
import dev.locklab.run.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatsTest {

  private static final Experiment EXPERIMENT =
      Experiment.of(List.of(run("race", 0), run("a|b<i>", 1), run("a|b<i>", 1)));

  private static Judged run(String strategy, long saw) {
    return History.opening(0)
        .write("w1", 0, +100)
        .write("w2", saw, -30)
        .working("w1", 1, 500_001)
        .working("w2", 1, 500_001)
        .of(strategy, saw == 0 ? Promise.NONE : Promise.ATOMIC)
        .judged();
  }

  @Test
  void csvHasEveryColumnAndEveryFigureItsRange() throws Exception {
    List<NamedCsvRecord> lines;
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(Csv.of(EXPERIMENT))) {
      lines = csv.stream().toList();
    }
    assertThat(lines).hasSize(2);
    for (Column column : Column.all()) {
      assertThat(lines.get(0).getHeader()).contains(column.key());
    }
    assertThat(lines.get(0).getField("lost")).isEqualTo("1");
    assertThat(lines.get(0).getField("lostMax")).isEqualTo("1");
    assertThat(lines.get(1).getField("strategy")).isEqualTo("a|b<i>");
    assertThat(lines.get(1).getField("repeats")).isEqualTo("2");
    assertThat(lines.get(1).getField("final")).isEqualTo("70");
    assertThat(lines.get(1).getField("waitP99")).isEmpty();
  }

  @Test
  void jsonSaysItsSchemaAndHasTheValuesOfTheRepeats() throws Exception {
    JsonNode json = Json.MAPPER.readTree(JsonReport.of(EXPERIMENT));
    assertThat(json.get("schema").asText()).isEqualTo("redis-lock-lab/experiment");
    assertThat(json.get("version").asInt()).isEqualTo(1);
    assertThat(json.get("columns")).hasSize(Figure.all().size());
    JsonNode cell = json.get("cells").get(1);
    assertThat(cell.get("repeats").asInt()).isEqualTo(2);
    assertThat(cell.get("figures").get("pace").get("values")).hasSize(2);
    assertThat(cell.get("figures").get("final").get("median").decimalValue())
        .isEqualByComparingTo("70");
    assertThat(cell.get("runs")).hasSize(2);
    assertThat(json.get("recommendation").get(0).asText()).contains("race lost 1 of 2 updates");
  }

  @Test
  void markdownTakesNamesForWhatTheyAre() {
    List<String> lines = Markdown.of(EXPERIMENT, "x");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("| a\\|b\\<i\\> | atomic |"))
        .noneMatch(line -> line.contains("<i>"));
  }

  @Test
  void cellsAreSortedByAColumnTheBestFirst() {
    assertThat(EXPERIMENT.sorted(Column.named("lost").order()).cells())
        .extracting(Cell::strategy)
        .containsExactly("a|b<i>", "race");
    assertThat(EXPERIMENT.sorted(Column.named("strategy").order()).cells())
        .extracting(Cell::strategy)
        .containsExactly("a|b<i>", "race");
    assertThat(Column.named("upd/s")).isEqualTo(Column.named("pace"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Column.named("speed"))
        .withMessageContaining("there is no column 'speed'; there are: strategy, promise");
  }
}
