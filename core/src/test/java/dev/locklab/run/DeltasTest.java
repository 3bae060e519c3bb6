package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltasTest {

  @Test
  void theSameSettingsGiveTheSameAmounts() {
    assertThat(firstOf(uniform(42), 2, 3)).isEqualTo(firstOf(uniform(42), 2, 3));
  }

  @Test
  void theAmountsOfASeedStayWhatTheyWere() {
    // Runs that were kept are checked against these for as long as their folders exist.
    assertThat(firstOf(uniform(42), 0, 0))
        .startsWith(51L, 3L, 46L, -96L, -98L, 83L, -44L, -99L, 13L, 48L);
  }

  @Test
  void seedWorkerAndThreadEachMakeADifference() {
    Set<List<Long>> streams = new HashSet<>();
    streams.add(firstOf(uniform(42), 0, 0));
    streams.add(firstOf(uniform(99), 0, 0));
    streams.add(firstOf(uniform(42), 1, 0));
    streams.add(firstOf(uniform(42), 0, 1));
    assertThat(streams).hasSize(4);
  }

  @Test
  void randomAmountsAreUniformWithoutZero() {
    int each = 1_000;
    Workload workload = uniform(42);
    Map<Long, Integer> times = new TreeMap<>();
    for (long seq = 0; seq < 200L * each; seq++) {
      times.merge(workload.delta(0, 0, seq), 1, Integer::sum);
    }
    assertThat(times).hasSize(200).containsKeys(-100L, -1L, 1L, 100L).doesNotContainKey(0L);
    // Five standard deviations of a binomial distribution.
    assertThat(times.values()).allSatisfy(n -> assertThat(n).isBetween(each - 160, each + 160));
  }

  @Test
  void theClassicPairIsDealtInTurn() {
    Workload workload =
        Workload.builder().workers(2).deltas(Deltas.dealt(List.of(+100L, -100L))).build();
    assertThat(firstOf(workload, 0, 0)).containsOnly(+100L);
    assertThat(firstOf(workload, 1, 0)).containsOnly(-100L);
  }

  @Test
  void aListIsDealtOverAndOver() {
    Workload workload =
        Workload.builder().workers(2).deltas(Deltas.dealt(List.of(1L, 2L, 3L))).build();
    assertThat(firstOf(workload, 0, 0)).startsWith(1L, 3L, 2L, 1L, 3L, 2L);
    assertThat(firstOf(workload, 1, 0)).startsWith(2L, 1L, 3L, 2L, 1L, 3L);
    assertThat(workload.quota()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,1,7", "2,1,7", "1,3,7", "4,2,100", "4,2,3", "3,3,9", "5,2,101"})
  void eachOnceIsDealtToTheLast(int workers, int threads, int length) {
    List<Long> list = LongStream.rangeClosed(1, length).boxed().toList();
    Workload workload =
        Workload.builder().workers(workers).threads(threads).deltas(Deltas.eachOnce(list)).build();
    List<Long> dealt = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      for (int thread = 0; thread < threads; thread++) {
        for (long seq = 0; seq < workload.quota(worker, thread); seq++) {
          dealt.add(workload.delta(worker, thread, seq));
        }
      }
    }
    assertThat(dealt).containsExactlyInAnyOrderElementsOf(list);
    assertThat(workload.quota()).isEqualTo(length);
  }

  @Test
  void refusesWhatCannotBeLost() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Deltas.dealt(List.of(1L, 0L)))
        .withMessage("a delta of 0 changes nothing and cannot be lost");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Deltas.dealt(Collections.emptyList()))
        .withMessage("a list of deltas must not be empty");
  }

  private static Workload uniform(long seed) {
    return Workload.builder().workers(4).threads(4).seed(seed).build();
  }

  private static List<Long> firstOf(Workload workload, int worker, int thread) {
    return LongStream.range(0, 20).map(seq -> workload.delta(worker, thread, seq)).boxed().toList();
  }
}
