package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void durationsAreWords() throws JsonProcessingException {
    Workload workload =
        Workload.builder()
            .duration(Duration.ofSeconds(5))
            .think(Duration.ofNanos(500_000))
            .lease(Duration.ofMillis(1_500))
            .waitFor(Duration.ofMillis(50))
            .build();
    RunSpec spec =
        workload.started(
            "r", "trylock", Promise.WHILE_LEASE_HELD, null, List.of("w1"), List.of("n"));
    JsonNode json = Json.MAPPER.valueToTree(spec);
    assertThat(json.get("duration").textValue()).isEqualTo("5s");
    assertThat(json.get("think").textValue()).isEqualTo("500us");
    assertThat(json.get("lease").textValue()).isEqualTo("1500ms");
    assertThat(json.get("wait").textValue()).isEqualTo("50ms");
    assertThat(json.get("pause").textValue()).isEqualTo("0");
    assertThat(json.has("workload")).isFalse();
    assertThat(Json.MAPPER.treeToValue(json, RunSpec.class)).isEqualTo(spec);
  }

  @Test
  void aWrongDurationSaysWhatWouldBeRight() {
    assertThatThrownBy(() -> Json.MAPPER.readValue("\"soon\"", Duration.class))
        .hasMessageContaining("'soon' is not a duration; write a number and a unit");
  }

  @Test
  void theDocumentedWriteIsRead() throws JsonProcessingException {
    Write write =
        Json.MAPPER.readValue(
            """
            {"version":1,"saw":0,"delta":100,"value":100,"worker":"w1","thread":0,"seq":0,\
            "token":null,"acquiredAt":null,"readAt":11,"writtenAt":12,"addedLater":true}\
            """,
            Write.class);
    assertThat(write).isEqualTo(new Write(1, 0, 100, 100, "w1", 0, 0, null, null, 11, 12));
  }

  @Test
  void theDocumentedTallyIsRead() throws JsonProcessingException {
    Tally tally =
        Json.MAPPER.readValue(
            """
            {"worker":"w1","thread":0,"applied":{"seqs":"0-99,101","sum":250},
             "busy":{"seqs":"100","sum":-40},"refused":{},"failed":{}}
            """,
            Tally.class);
    assertThat(tally.applied().count()).isEqualTo(101);
    assertThat(tally.applied().sum()).isEqualTo(250);
    assertThat(tally.busy().seqs()).hasToString("100");
    assertThat(tally.of(Outcome.REFUSED).count()).isZero();
    assertThat(tally.of(Outcome.UNKNOWN).count()).isZero();
  }

  @Test
  void aTallyReadsBackAsItWas() throws JsonProcessingException {
    Tally tally =
        new Tally(
            "w1",
            2,
            share("0-9,11", new BigInteger("99999999999999999999")),
            share("10", BigInteger.TEN),
            share("", BigInteger.ZERO),
            share("12", BigInteger.ONE.negate()),
            share("13-14", BigInteger.TWO),
            3,
            4,
            5,
            6,
            -7L,
            8L,
            Histograms.encode(Histograms.nanos()),
            null,
            Map.of("READONLY", 3L),
            "asked to stop",
            "waiting for the lock",
            null);
    String json = Json.MAPPER.writeValueAsString(List.of(tally));
    assertThat(Json.MAPPER.readValue(json, Tally[].class)).containsExactly(tally);
  }

  @Test
  void aMissingKeyThatIsNeededIsNamed() {
    assertThatThrownBy(() -> Json.MAPPER.readValue("{\"worker\":\"w1\"}", Tally.class))
        .hasMessageContaining("'thread'");
  }

  @Test
  void nullIsNoNumber() {
    assertThatThrownBy(
            () -> Json.MAPPER.readValue("{\"worker\":\"w1\",\"thread\":null}", Tally.class))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(
            () ->
                Json.MAPPER.readValue(
                    "{\"worker\":\"w1\",\"thread\":0,\"stale\":null}", Tally.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void integersAreNotRounded() {
    assertThatThrownBy(() -> Json.MAPPER.readValue("1.5", Long.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  private static Tally.Share share(String seqs, BigInteger sum) {
    return new Tally.Share(SeqRanges.parse(seqs), sum);
  }
}
