package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrappedTest {

  @Test
  void whatFitsStaysAsItIs() {
    assertThat(Wrapped.lines(12, List.of("", "  one   two", "exactly 12 c")))
        .containsExactly("", "  one   two", "exactly 12 c");
  }

  @Test
  void longLinesAreBrokenBetweenWordsAndIndentedAsTheyWere() {
    assertThat(Wrapped.lines(14, List.of("    one two three four", "Grade: OK, for it is")))
        .containsExactly("    one two", "    three four", "Grade: OK, for", "  it is");
  }

  @Test
  void aWordThatIsTooLongStaysWhole() {
    assertThat(Wrapped.lines(8, List.of("see https://example.org/ there")))
        .containsExactly("see", "  https://example.org/", "  there");
  }
}
