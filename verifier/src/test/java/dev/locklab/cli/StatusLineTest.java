package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusLineTest {

  @Test
  void theBarStandsBetweenTheTextsAndFillsTheLine() {
    assertThat(StatusLine.draw("lock 50% of 4s", 0.5, "7 updates", 44))
        .isEqualTo("lock 50% of 4s [=========>       ] 7 updates")
        .hasSize(44);
    assertThat(StatusLine.draw("a", 1, "b", 40)).contains("[==============================]");
    assertThat(StatusLine.draw("a", 0, "b", 40)).contains("[>                             ]");
  }

  @Test
  void aNarrowLineHasNoBarAndIsCutOff() {
    assertThat(StatusLine.draw("lock 50% of 4s", 0.5, "7 updates", 30))
        .isEqualTo("lock 50% of 4s, 7 updates     ");
    assertThat(StatusLine.draw("lock 50% of 4s", 0.5, "7 updates", 20))
        .isEqualTo("lock 50% of 4s, 7 up");
  }

  @Test
  void textAloneHasNoBar() {
    assertThat(StatusLine.draw("starting Redis", -1, "", 20)).isEqualTo("starting Redis      ");
  }
}
