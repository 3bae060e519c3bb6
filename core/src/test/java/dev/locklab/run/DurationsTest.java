package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500us,        500000",
    "500µs,        500000",
    "1ms,         1000000",
    "1.5ms,       1500000",
    "' 10 s ',10000000000",
    "2m,     120000000000",
    "1h,    3600000000000",
    "0,                 0",
    "0ms,               0"
  })
  void readsWhatPeopleWrite(String text, long nanos) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "ms", "-1s", "1 day", "1,5ms", "1e3ms", "10S", "1ms 2us", "1.s"})
  void saysWhatWouldBeRight(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage(
            "'%s' is not a duration; write a number and a unit, such as 500us, 1ms, 10s", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8761h", "99999999999999999999999999s"})
  void refusesWhatNobodyWaitsFor(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage("'%s' is longer than a year", text);
  }

  @ParameterizedTest
  @CsvSource({
    "1000us,1ms",
    "1500us,1500us",
    "1.5ms,1500us",
    "60s,1m",
    "90s,90s",
    "120m,2h",
    "0s,0"
  })
  void writesTheLargestUnitThatKeepsItWhole(String text, String written) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(written);
  }

  @Test
  void readsBackWhatItWrote() {
    Random random = new Random(42);
    for (int i = 0; i < 10_000; i++) {
      Duration duration = Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 50)));
      assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }
  }
}
