package dev.locklab.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locklab.run.Load;
import dev.locklab.worker.LoadMeter.Ticks;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadMeterTest {

  @Test
  void whatAGuestUsedIsNotCountedTwiceAndWaitingIsIdle() {
    assertThat(Ticks.parse("cpu  100 10 50 800 20 5 5 10 70 7"))
        .isEqualTo(new Ticks(1_000, 820, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cpu0 1 2 3 4 5 6 7 8 9", "cpu 1 2 3", "cpu a b c d e f g h", "\0"})
  void whatLinuxHasNotWrittenSaysNothing(String line) {
    assertThat(Ticks.parse(line)).isNull();
    assertThat(Ticks.now(Path.of("/nowhere"))).isNull();
  }

  @Test
  void theLoadIsWhatLiesBetweenTwoReadings() {
    Load load =
        LoadMeter.load(3_000_000, 2_000_000, new Ticks(1_000, 800, 10), new Ticks(1_400, 840, 50));
    assertThat(load.processors()).isEqualTo(1.5);
    assertThat(load.busy()).isEqualTo(0.8, within(1e-9));
    assertThat(load.stolen()).isEqualTo(0.1, within(1e-9));
  }

  @Test
  void aMachineThatDoesNotSayLeavesTheWorkersOwn() {
    assertThat(LoadMeter.load(5, 10, null, new Ticks(1, 1, 0)))
        .isEqualTo(new Load(5, 10, null, null));
    Ticks same = new Ticks(7, 1, 0);
    assertThat(LoadMeter.load(5, 10, same, same)).isEqualTo(new Load(5, 10, null, null));
  }

  @Test
  void whoReckonsHasUsedProcessorTime() {
    LoadMeter meter = new LoadMeter();
    long until = System.nanoTime() + 50_000_000;
    long sum = 0;
    while (System.nanoTime() < until) {
      sum++;
    }
    assertThat(sum).isPositive();
    assertThat(Objects.requireNonNull(meter.load()).cpuMicros()).isPositive();
  }
}
