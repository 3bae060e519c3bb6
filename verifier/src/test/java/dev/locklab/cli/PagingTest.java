package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "93 |   0 | 50 | ; shown: 50 from number 1 on; go on with --offset 50",
        "93 |  50 | 50 | ; shown: 43 from number 51 on; there is no more.",
        "93 |  50 | 43 | ; shown: 43 from number 51 on; there is no more.",
        "93 |  93 | 50 | ; there is none from number 94 on.",
        "50 |   0 | 50 | .",
        " 0 |   0 | 50 | .",
      })
  void everyPageSaysWhatThereIsAfterIt(long total, long from, long most, String said) {
    assertThat(Paging.place(total, from, most)).isEqualTo(said);
  }
}
