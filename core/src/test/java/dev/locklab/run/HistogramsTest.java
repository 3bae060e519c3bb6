package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramsTest {

  @Test
  void travelsAsText() {
    Histogram sent = Histograms.nanos();
    for (long micros = 1; micros <= 1_000; micros++) {
      Histograms.record(sent, TimeUnit.MICROSECONDS.toNanos(micros));
    }
    Histogram received = Histograms.decode(Histograms.encode(sent));
    assertThat(received).isEqualTo(sent);
    assertThat(received.getTotalCount()).isEqualTo(1_000);
    assertThat(received.getValueAtPercentile(50)).isBetween(499_000L, 501_000L);
  }

  @Test
  void theEmptyOneTravelsToo() {
    Histogram received = Histograms.decode(Histograms.encode(Histograms.nanos()));
    assertThat(received.getTotalCount()).isZero();
  }

  @Test
  void timesOutOfRangeCountAsItsEnds() {
    Histogram histogram = Histograms.nanos();
    Histograms.record(histogram, -1);
    Histograms.record(histogram, Long.MAX_VALUE);
    long hour = TimeUnit.HOURS.toNanos(1);
    assertThat(histogram.getMinValue()).isZero();
    assertThat(histogram.getMaxValue()).isBetween(hour, hour + hour / 1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AAAA", "SGVsbG8sIEhpc3RvZ3JhbSE=", "HISTFAAAACB4nJNpmQ=="})
  void saysWhatIsNotAHistogram(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Histograms.decode(text));
  }
}
