package dev.locklab.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.run.Json;
import dev.locklab.run.SyncPoint;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {

  private static final String ORDER =
      """
      {"lab":"l","open":true,"phase":"GO","run":"r","team":[{"id":"i","name":"w1"}],\
      "received":["i"],"gates":[{"worker":"w1","thread":0,"stage":"after-read","passes":2}]}""";

  private static final String REPORT =
      """
      {"id":"i","name":"w1","version":"1.0","libraries":{"jedis":"7.0"},"lab":"l",\
      "standing":"WORKING","run":"r",\
      "done":7,"applied":5,"stale":1,"places":[{"thread":0,"stage":"after-read","visit":1,\
      "moving":"STOPPED"}]}""";

  @Test
  void anOrderIsWrittenLikeThisAndReadAgain() throws Exception {
    Order order =
        new Order(
            "l",
            true,
            Order.Phase.GO,
            "r",
            List.of(new Order.Member("i", "w1")),
            List.of("i"),
            List.of(new Breakpoint("w1", 0, SyncPoint.AFTER_READ, 2)));

    assertThat(ControlCodec.encode(order)).isEqualTo(ORDER);
    assertThat(ControlCodec.order(ORDER)).isEqualTo(order);
  }

  @Test
  void aReportIsWrittenLikeThisAndReadAgain() throws Exception {
    Heartbeat report = ControlCodec.report(REPORT);

    assertThat(report.applied()).isEqualTo(5);
    assertThat(report.version()).isEqualTo("1.0");
    assertThat(ControlCodec.encode(report)).isEqualTo(REPORT);
  }

  @Test
  void whatIsNotKnownIsPassedOver() throws Exception {
    assertThat(ControlCodec.report(REPORT.replace("{\"id\"", "{\"new\":[null],\"id\"")))
        .isEqualTo(ControlCodec.report(REPORT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "\"GO\"",
        "{}",
        "{\"lab\":null,\"phase\":\"GO\"}",
        "{\"lab\":\" \",\"phase\":\"GO\"}",
        "{\"lab\":\"l\"}",
        "{\"lab\":\"l\",\"phase\":null}",
        "{\"lab\":\"l\",\"phase\":2}",
        "{\"lab\":\"l\",\"phase\":\"GONE\"}",
        "{\"lab\":\"l\",\"phase\":\"GO\"} {}",
        "{\"lab\":\"l\",\"phase\":\"GO\",\"team\":[null]}",
        "{\"lab\":\"l\",\"phase\":\"GO\",\"team\":[{\"id\":\"i\"}]}",
        "{\"lab\":\"l\",\"phase\":\"GO\",\"received\":[null]}",
        "{\"lab\":\"l\",\"phase\":\"GO\",\"gates\":[null]}",
        "{\"lab\":\"l\",\"phase\":\"GO\",\"gates\":[{\"worker\":\"w\",\"thread\":-1,"
            + "\"stage\":\"after-read\",\"passes\":0}]}",
        "{\"lab\":\"l\",\"phase\":\"GO\",\"gates\":[{\"worker\":\"w\",\"thread\":0,"
            + "\"stage\":null,\"passes\":0}]}"
      })
  void whatIsNoOrderIsMalformed(String message) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> ControlCodec.order(message))
        .withMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"name\":\"w1\",\"standing\":\"IDLE\"}",
        "{\"id\":\"i\",\"standing\":\"IDLE\"}",
        "{\"id\":\"i\",\"name\":null,\"standing\":\"IDLE\"}",
        "{\"id\":\"i\",\"name\":\"w1\",\"standing\":null}",
        "{\"id\":\"i\",\"name\":\"w1\",\"standing\":\"IDLE\",\"done\":-1}",
        "{\"id\":\"i\",\"name\":\"w1\",\"standing\":\"IDLE\",\"done\":1,\"applied\":2}",
        "{\"id\":\"i\",\"name\":\"w1\",\"standing\":\"IDLE\",\"done\":99999999999999999999}",
        "{\"id\":\"i\",\"name\":\"w1\",\"standing\":\"IDLE\",\"places\":[null]}",
        "{\"id\":\"i\",\"name\":\"w1\",\"standing\":\"DONE\","
            + "\"part\":{\"index\":0,\"of\":2000000000,\"text\":\"\"}}",
        "{\"id\":\"i\",\"name\":\"w1\",\"standing\":\"DONE\","
            + "\"part\":{\"index\":1,\"of\":1,\"text\":\"\"}}",
        "{\"id\":\"i\",\"name\":\"w1\",\"standing\":\"DONE\",\"part\":{\"index\":0,\"of\":1}}"
      })
  void whatIsNoReportIsMalformed(String message) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> ControlCodec.report(message));
  }

  @Test
  void neitherDepthNorLengthHurts() {
    String deep = "[".repeat(1_000_000);
    String longName = "{\"id\":\"i\",\"name\":\"%s\",\"standing\":\"IDLE\"}";

    for (String message :
        List.of(
            deep,
            "{\"id\":" + deep,
            longName.formatted("w".repeat(ControlCodec.LONGEST_WORD + 1)),
            " ".repeat(ControlCodec.LONGEST_MESSAGE + 1))) {
      assertThatExceptionOfType(MalformedMessageException.class)
          .isThrownBy(() -> ControlCodec.report(message));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"run\":null,\"strategy\":\"s\",\"promise\":\"NONE\",\"opening\":0,\"workers\":1,"
            + "\"threads\":1,\"seed\":0}",
        "{\"run\":\"r\",\"strategy\":\"s\",\"promise\":null,\"opening\":0,\"workers\":1,"
            + "\"threads\":1,\"seed\":0}",
        "{\"run\":\"r\",\"strategy\":\"s\",\"promise\":\"NONE\",\"opening\":0,\"workers\":1,"
            + "\"threads\":0,\"seed\":0}"
      })
  void whatAreNoSettingsIsMalformed(String text) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> ControlCodec.spec(text));
  }

  @Test
  void talliesTravelInPartsThatComeInAnyOrderAndTwice() throws Exception {
    // Long enough for three parts, and with letters of two chars that must not be cut in two.
    String worker = "\uD83D\uDD12".repeat(1_000);
    List<Tally> tallies = new ArrayList<>();
    for (int thread = 0; thread < 300; thread++) {
      tallies.add(tally(worker, thread));
    }
    List<Heartbeat.Part> parts = new ArrayList<>(ControlCodec.split(tallies));
    assertThat(parts).hasSizeGreaterThanOrEqualTo(3);
    Collections.reverse(parts);
    parts.add(1, parts.get(0));

    TallyParts together = new TallyParts();
    for (Heartbeat.Part part : parts.subList(0, parts.size() - 1)) {
      Heartbeat sent = new Heartbeat("i", "w", null, "l", Heartbeat.Standing.DONE).with(part);
      String message = new String(utf8(ControlCodec.encode(sent)), UTF_8);
      assertThat(together.add(partOf(message))).isNull();
    }
    assertThat(together.add(parts.get(parts.size() - 1))).isEqualTo(tallies);
  }

  @Test
  void partsThatMakeNoTalliesAreForgotten() throws Exception {
    TallyParts parts = new TallyParts();
    for (String text :
        List.of("null", "[null]", "[{\"worker\":null,\"thread\":0}]", "[{\"thread\":0}]", "[")) {
      assertThatExceptionOfType(MalformedMessageException.class)
          .as(text)
          .isThrownBy(() -> parts.add(new Heartbeat.Part(0, 1, text)));
    }
    String twice = "[{\"worker\":\"w\",\"thread\":0},{\"worker\":\"w\",\"thread\":0}]";
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> parts.add(new Heartbeat.Part(0, 1, twice)));

    List<Tally> tallies = List.of(tally("w", 0));
    assertThat(parts.add(ControlCodec.split(tallies).get(0))).isEqualTo(tallies);
  }

  private static Heartbeat.Part partOf(String message) throws MalformedMessageException {
    Heartbeat.Part part = ControlCodec.report(message).part();
    assertThat(part).isNotNull();
    return java.util.Objects.requireNonNull(part);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static Tally tally(String worker, int thread) throws Exception {
    return Json.MAPPER.readValue(
        "{\"worker\":\"%s\",\"thread\":%d}".formatted(worker, thread), Tally.class);
  }
}
