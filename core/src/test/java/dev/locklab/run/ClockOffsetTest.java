package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {

  @Test
  void timesAreSetRightAndHaveTheirBounds() {
    ClockOffset clock = new ClockOffset(-50, 7);
    assertThat(clock.toServer(1_000)).isEqualTo(950);
    assertThat(clock.earliest(1_000)).isEqualTo(943);
    assertThat(clock.latest(1_000)).isEqualTo(957);
  }

  @Test
  void whatIsOutOfRangeDoesNotComeRoundAtTheOtherEnd() {
    assertThat(new ClockOffset(1, 1).latest(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(new ClockOffset(-1, 1).earliest(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aClockThatDriftsIsAsUncertainAsItMoved() {
    ClockOffset before = new ClockOffset(-50, 7);
    ClockOffset drifted = before.until(new ClockOffset(150, 10));
    assertThat(drifted.earliest(0)).isBetween(-58L, -57L);
    assertThat(drifted.latest(0)).isEqualTo(160);
    assertThat(before.until(before)).isEqualTo(before);
    assertThat(before.until(new ClockOffset(-49, 2))).isEqualTo(before);
  }

  @Test
  void aTallyWithoutAClockHasNone() throws JsonProcessingException {
    assertThat(tally("").clock()).isNull();
    assertThat(tally(",\"clockOffset\":0").clock()).isNull();
    assertThat(tally(",\"clockUncertainty\":5").clock()).isNull();
    assertThat(tally(",\"clockOffset\":0,\"clockUncertainty\":-5").clock()).isNull();
    assertThat(tally(",\"clockOffset\":3,\"clockUncertainty\":5").clock())
        .isEqualTo(new ClockOffset(3, 5));
  }

  private static Tally tally(String more) throws JsonProcessingException {
    return Json.MAPPER.readValue("{\"worker\":\"w1\",\"thread\":0" + more + "}", Tally.class);
  }
}
