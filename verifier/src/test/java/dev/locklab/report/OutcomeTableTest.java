package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTableTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1000, 0%",
    "1, 1000000, <0.01%",
    "1, 1000, 0.10%",
    "82, 1000, 8.2%",
    "660, 1000, 66%",
    "999, 1000, 99.90%",
    "999999, 1000000, >99.99%",
    "1000, 1000, 100%"
  })
  void aShareThatIsNeitherNothingNorAllNeverLooksLikeIt(long count, long all, String text) {
    assertThat(OutcomeTable.share(count, all)).isEqualTo(text);
  }
}
