package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.experiment.Environment;
import dev.locklab.interleaving.Crowd;
import dev.locklab.interleaving.Outcomes;
import dev.locklab.run.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SheetTest {

  private static final Sheet OUTCOMES = outcomes();

  private static Sheet outcomes() {
    Evidence evidence =
        History.opening(0).write("w1", 0, +100).write("w2", 0, -100).rounds(100L, -100L).evidence();
    return OutcomeTable.of(Outcomes.of(evidence, Judged.of(evidence)));
  }

  @Test
  void csvHasUnitsAndNumbersThatAreNumbers() {
    assertThat(OUTCOMES.csv().lines())
        .startsWith(
            "outcome [units],rounds [count],share [share],expectation,how",
            "-100,1,1.0,INTERESTING,\"w2 wrote over w1's +100, unread\"");
  }

  @Test
  void jsonHasTheRowsByTheKeysOfTheColumnsAndWhatTheAuditFound() throws Exception {
    JsonNode json = Json.MAPPER.readTree(OUTCOMES.json());
    assertThat(json.get("schema").asText()).isEqualTo("redis-lock-lab/outcomes");
    assertThat(json.get("version").asInt()).isEqualTo(1);
    assertThat(json.get("columns").findValuesAsText("key"))
        .containsExactly("outcome", "rounds", "share", "expectation", "how");
    assertThat(json.get("rows").get(0).get("outcome").isIntegralNumber()).isTrue();
    assertThat(json.get("rows").get(0).get("outcome").asLong()).isEqualTo(-100);
    assertThat(json.get("runs").get(0).get("verdict").asText()).isEqualTo("LOST_UPDATES");
    assertThat(json.get("runs").get(0).get("findings")).isNotEmpty();
    assertThat(json.get("sentences").toString()).contains("Grade: INTERESTING");
  }

  @Test
  void markdownHasTheTableAndTheSentences() {
    assertThat(OUTCOMES.markdown())
        .contains(
            "| outcome | rounds | share | expectation | how |",
            "| -100 | 1 | 1.0 | INTERESTING | w2 wrote over w1's +100, unread |")
        .anyMatch(line -> line.startsWith("- Grade: INTERESTING"));
  }

  @Test
  void whereItWasMadeIsInTheTitleAndBelow() throws Exception {
    Sheet made = OUTCOMES.madeIn(environment("redis://h:6379"));
    assertThat(made.title()).isEqualTo(OUTCOMES.title() + ", on Valkey 8.1.0 at redis://h:6379");
    assertThat(made.lines()).startsWith(made.title());
    assertThat(made.markdown())
        .startsWith("# " + made.title())
        .contains("## Made", "Again: `verifier outcomes`");
    assertThat(Json.MAPPER.readTree(made.json()).get("environment").get("server").asText())
        .isEqualTo("Valkey 8.1.0");
    assertThat(OUTCOMES.madeIn(environment("embedded")).title())
        .endsWith(", on embedded Valkey 8.1.0");
    assertThat(OUTCOMES.madeIn(null)).isEqualTo(OUTCOMES);
  }

  private static Environment environment(String address) {
    return new Environment(
        "2026-01-31T12:00:00+01:00",
        "verifier outcomes",
        "1.0.0",
        "OpenJDK 17",
        "4.7.0",
        "8.0.2",
        2,
        "Linux amd64",
        "Valkey 8.1.0",
        address,
        Map.of());
  }

  @Test
  void namesOfThreadsAreNeitherFormulasNorMarkup() {
    Judged run = History.opening(0).write("w1", 0, 1).judged();
    Sheet threads =
        CrowdReport.of(new Crowd(List.of("=cmd|' /C calc'!A0"), List.of(), List.of("@b")), run);
    assertThat(threads.csv().lines())
        .containsExactly("thread,state", "'=cmd|' /C calc'!A0,inside", "'@b,through");
    assertThat(threads.markdown()).contains("| =cmd\\|' /C calc'!A0 | inside |");
  }
}
