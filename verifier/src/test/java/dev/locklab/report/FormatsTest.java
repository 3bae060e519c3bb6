package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.run.Deltas;
import dev.locklab.run.Json;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import java.lang.reflect.Field;
import java.util.ArrayList;
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
    assertThat(lines.get(0).getHeader()).containsExactlyElementsOf(header());
    assertThat(lines.get(0).getField("lost [count]")).isEqualTo("1");
    assertThat(lines.get(0).getField("lostMax [count]")).isEqualTo("1");
    assertThat(lines.get(1).getField("strategy")).isEqualTo("a|b<i>");
    assertThat(lines.get(1).getField("repeats [count]")).isEqualTo("2");
    assertThat(lines.get(1).getField("final [units]")).isEqualTo("70");
    assertThat(lines.get(1).getField("waitP99 [ns]")).isEmpty();
  }

  /** The header as it is documented: changing it breaks whoever reads the file. */
  private static List<String> header() {
    List<String> header =
        new ArrayList<>(
            List.of(
                "strategy",
                "library",
                "promise",
                "workers [count]",
                "threads [count]",
                "think [duration]",
                "pause [duration]",
                "lease [duration]",
                "grade",
                "verdict",
                "rank [place]",
                "repeats [count]",
                "needs"));
    for (String figure :
        List.of(
            "pace [1/s]",
            "waitP50 [ns]",
            "waitP99 [ns]",
            "waitMax [ns]",
            "jain [index]",
            "overlap [share]",
            "handOffP50 [ns]",
            "handOffP99 [ns]",
            "applied [count]",
            "busy [count]",
            "busyAnswers [count]",
            "refused [count]",
            "failed [count]",
            "unknown [count]",
            "stale [count]",
            "lost [count]",
            "expected [units]",
            "final [units]",
            "drift [units]",
            "requests [1/update]",
            "alone [1/update]",
            "commands [1/update]",
            "cpu [ns/update]",
            "clients [processors]",
            "machine [share]",
            "stolen [share]",
            "startSpread [ns]")) {
      header.add(figure);
      header.add(figure.replace(" [", "Min ["));
      header.add(figure.replace(" [", "Max ["));
    }
    return header;
  }

  @Test
  void everyFigureThatThereIsIsShown() throws Exception {
    List<String> declared = new ArrayList<>();
    for (Field field : Figure.class.getDeclaredFields()) {
      if (field.getType() == Figure.class && field.get(null) instanceof Figure figure) {
        declared.add(figure.key());
      }
    }
    assertThat(declared).isNotEmpty().doesNotHaveDuplicates();
    JsonNode columns = Json.MAPPER.readTree(JsonReport.of(EXPERIMENT)).get("columns");
    assertThat(columns.findValuesAsText("key")).containsAll(declared).doesNotHaveDuplicates();
  }

  @Test
  void everyColumnOfTheJsonSaysItsUnit() throws Exception {
    JsonNode columns = Json.MAPPER.readTree(JsonReport.of(EXPERIMENT)).get("columns");
    List<String> told = new ArrayList<>();
    for (JsonNode column : columns) {
      JsonNode unit = column.get("unit");
      told.add(column.get("key").asText() + (unit.isNull() ? "" : " [" + unit.asText() + "]"));
    }
    assertThat(header()).containsAll(told);
    assertThat(told).hasSize(13 + Figure.all().size());
  }

  @Test
  void centsAreSaidWhereDeltasWereDecimal() throws Exception {
    Workload workload = Workload.builder().deltas(Deltas.dealt(List.of(5L)).inCents(true)).build();
    RunSpec spec = workload.started("r", "incr", Promise.ATOMIC, null, List.of("w1"), List.of());
    Judged whole = run("incr", 1);
    Experiment cents = Experiment.of(List.of(new Judged(spec, whole.findings())));
    assertThat(Csv.of(cents))
        .contains("expected [cents]", "final [cents]", "driftMax [cents]", "lost [count]")
        .doesNotContain("[units]");
    assertThat(JsonReport.of(cents)).contains("\"cents\"").doesNotContain("\"units\"");
    assertThat(Markdown.of(cents, "x")).anyMatch(line -> line.contains("drift (cents)"));
  }

  @Test
  void wordsThatAreFormulasToASpreadsheetAreQuoted() {
    Experiment hostile =
        Experiment.of(
            List.of(
                run("=1+1", 1), run("+1", 1), run("-a", 1), run("@SUM(A1)", 1), run("\t=1", 1)));
    assertThat(Csv.of(hostile).lines().skip(1))
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .containsExactly("'=1+1", "'+1", "'-a", "'@SUM(A1)", "'\t=1");
    // Numbers stay what they are.
    assertThat(Csv.of(EXPERIMENT)).contains(",-100,").doesNotContain("'-100");
  }

  @Test
  void jsonSaysItsSchemaAndHasTheValuesOfTheRepeats() throws Exception {
    JsonNode json = Json.MAPPER.readTree(JsonReport.of(EXPERIMENT));
    assertThat(json.get("schema").asText()).isEqualTo("redis-lock-lab/experiment");
    assertThat(json.get("version").asInt()).isEqualTo(1);
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
  void cellsAreSortedByAColumnTheBestFirstWithinTheirSetting() {
    assertThat(Column.named("lost").sort(EXPERIMENT).cells())
        .extracting(Cell::strategy)
        .containsExactly("a|b<i>", "race");
    assertThat(Column.named("strategy").sort(EXPERIMENT).cells())
        .extracting(Cell::strategy)
        .containsExactly("a|b<i>", "race");
    Judged alone = History.opening(0).write("w1", 0, 1).of("solo", Promise.ATOMIC).judged();
    Experiment mixed = Experiment.of(List.of(run("race", 0), alone, run("incr", 1)));
    assertThat(Column.named("lost").sort(mixed).cells())
        .extracting(Cell::strategy)
        .containsExactly("incr", "race", "solo");
    assertThat(Column.named("workers").sort(mixed).cells())
        .extracting(Cell::strategy)
        .containsExactly("solo", "race", "incr");
    assertThat(Column.named("upd/s")).isEqualTo(Column.named("pace"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Column.named("speed"))
        .withMessageContaining("there is no column 'speed'; there are: strategy, library, promise");
  }
}
