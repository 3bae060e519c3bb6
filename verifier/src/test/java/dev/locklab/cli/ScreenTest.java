package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "true,  xterm, -, -, -, true",
        "false, xterm, -, -, -, false",
        "true,  dumb,  -, -, -, false",
        "true,  -,     -, -, -, false",
        "true,  xterm, 1, -, -, false",
        "true,  xterm, '', -, -, true",
        "false, xterm, -, 1, -, true",
        "false, xterm, -, 0, -, false",
        "false, xterm, 1, 1, -, false",
        "true,  xterm, -, -, 0, false",
        "true,  xterm, -, 1, 0, true",
      })
  void coloursAreForTerminalsUnlessTheUserSaysOtherwise(
      boolean terminal, String term, String noColor, String force, String cliColor, boolean shown) {
    Map<String, String> environment = new java.util.HashMap<>();
    environment.put("TERM", term);
    environment.put("NO_COLOR", noColor);
    environment.put("CLICOLOR_FORCE", force);
    environment.put("CLICOLOR", cliColor);
    assertThat(Screen.of(environment, terminal, () -> 80).colours()).isEqualTo(shown);
  }

  @Test
  void theWidthIsTheTerminalsUnlessTheUserSaysOtherwise() {
    assertThat(width(Map.of(), true, 97)).isEqualTo(97);
    assertThat(width(Map.of("COLUMNS", "66"), true, 97)).isEqualTo(66);
    assertThat(width(Map.of("COLUMNS", "wide"), true, 97)).isEqualTo(97);
    assertThat(width(Map.of(), true, 0)).as("a terminal that does not know").isEqualTo(80);
    assertThat(width(Map.of(), true, 5)).as("no room for words").isEqualTo(40);
    assertThat(width(Map.of("COLUMNS", "66"), false, 97)).as("a pipe").isEqualTo(120);
  }

  private static int width(Map<String, String> environment, boolean terminal, int columns) {
    return Screen.of(environment, terminal, () -> columns).width();
  }
}
