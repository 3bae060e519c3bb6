package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private static final Screen COLOURED = new Screen(true, true, 60, true);

  @Test
  void nothingFromOutsideIsObeyed() {
    assertThat(Console.text(List.of("worker \u001b[2Jw1\nGrade: OK"), COLOURED))
        .containsExactly("worker \\u001b[2Jw1\\u000aGrade: \u001b[32mOK\u001b[0m");
  }

  @Test
  void gradesAreColouredAndStillSaidInWords() {
    assertThat(Console.text(List.of("race  none  INTERESTING  2", "Grade: FAILED, for"), COLOURED))
        .containsExactly(
            "race  none  \u001b[33mINTERESTING\u001b[0m  2",
            "Grade: \u001b[1;31mFAILED\u001b[0m, for");
  }

  @Test
  void partsOfOtherWordsAreNoGrades() {
    List<String> lines = List.of("OKAY-OK NOT_OK FAILED_OVER LOST_UPDATES ok");
    assertThat(Console.text(lines, COLOURED)).isEqualTo(lines);
  }

  @Test
  void withoutColoursThereAreNone() {
    assertThat(Console.text(List.of("Grade: OK"), Screen.FILE)).containsExactly("Grade: OK");
  }

  @Test
  void linesAreFittedIntoTheWidthBeforeTheyAreColoured() {
    String line = "OK ".repeat(25).strip();
    assertThat(Console.text(List.of(line), COLOURED)).hasSize(2);
  }
}
