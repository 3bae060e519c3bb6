package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeqRangesTest {

  @Test
  void neighboursGrowTogether() {
    assertThat(of(0, 1, 2, 3, 5, 7, 8)).hasToString("0-3,5,7-8");
  }

  @Test
  void nothingIsWrittenAsNothing() {
    assertThat(new SeqRanges()).hasToString("").isEqualTo(SeqRanges.parse(""));
    assertThat(new SeqRanges().count()).isZero();
    assertThat(new SeqRanges().contains(0)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "7", "0-99", "0-99,101", "1,3,5,7,9,11-20"})
  void whatIsReadIsWrittenAgain(String text) {
    assertThat(SeqRanges.parse(text)).hasToString(text);
  }

  @Test
  void rangesThatTouchAreTheSameAsOne() {
    assertThat(SeqRanges.parse("0-4,5-9"))
        .isEqualTo(SeqRanges.parse("0-9"))
        .hasSameHashCodeAs(SeqRanges.parse("0-9"))
        .isNotEqualTo(SeqRanges.parse("0-8"));
  }

  @Test
  void knowsItsNumbers() {
    SeqRanges ranges = SeqRanges.parse("0-2,5,8-9");
    assertThat(ranges.count()).isEqualTo(6);
    assertThat(numbersOf(ranges)).containsExactly(0L, 1L, 2L, 5L, 8L, 9L);
    for (long seq = -1; seq <= 11; seq++) {
      assertThat(ranges.contains(seq)).as("%d", seq).isEqualTo(numbersOf(ranges).contains(seq));
    }
  }

  @Test
  void behavesAsASetDoes() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      SeqRanges ranges = new SeqRanges();
      TreeSet<Long> set = new TreeSet<>();
      for (long seq = 0; seq < 100; seq++) {
        if (random.nextInt(3) > 0) {
          ranges.add(seq);
          set.add(seq);
        }
      }
      assertThat(numbersOf(ranges)).as("seed %d", seed).containsExactlyElementsOf(set);
      assertThat(ranges.count()).as("seed %d", seed).isEqualTo(set.size());
      assertThat(SeqRanges.parse(ranges.toString())).as("seed %d", seed).isEqualTo(ranges);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "abc   | 'abc' is not a range such as 0-99",
        "1,,2  | '' is not a range such as 0-99",
        "5-    | '5-' is not a range such as 0-99",
        "-5    | '-5' is not a range such as 0-99",
        "1-2-3 | '1-2-3' is not a range such as 0-99",
        "3-1   | sequence numbers must rise, and 3 does not",
        "5,5   | sequence numbers must rise, and 5 does not",
        "0-9,4 | sequence numbers must rise, and 4 does not"
      })
  void saysWhatIsNotARange(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeqRanges.parse(text))
        .withMessage(message);
  }

  private static SeqRanges of(long... seqs) {
    SeqRanges ranges = new SeqRanges();
    for (long seq : seqs) {
      ranges.add(seq);
    }
    return ranges;
  }

  private static List<Long> numbersOf(SeqRanges ranges) {
    List<Long> numbers = new ArrayList<>();
    ranges.forEach(numbers::add);
    return numbers;
  }
}
