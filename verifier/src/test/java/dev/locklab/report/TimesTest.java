package dev.locklab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "0,               0ns",
    "999,           999ns",
    "1000,          1.0us",
    "9940,          9.9us",
    "9960,           10us",
    "123456,        123us",
    "999499,        999us",
    "999500,        1.0ms",
    "1000000,       1.0ms",
    "50000000,       50ms",
    "999999999,      1.0s",
    "1500000000,     1.5s",
    "3600000000000, 3600s"
  })
  void threeDigitsAndTheUnit(long nanos, String written) {
    assertThat(Times.of(nanos)).isEqualTo(written);
  }
}
