package dev.locklab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  @Test
  void nothingAddsUpToNothing() {
    assertThat(new ExactSum().value()).isZero();
  }

  @Test
  void goesBeyond64Bits() {
    assertThat(sum(Long.MAX_VALUE, 1)).isEqualTo("9223372036854775808");
    assertThat(sum(Long.MIN_VALUE, -1)).isEqualTo("-9223372036854775809");
    assertThat(sum(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE))
        .isEqualTo("-27670116110564327424");
  }

  @Test
  void findsItsWayBack() {
    assertThat(sum(Long.MAX_VALUE, Long.MAX_VALUE, -Long.MAX_VALUE, -Long.MAX_VALUE, 7))
        .isEqualTo("7");
    assertThat(sum(Long.MIN_VALUE, -1, 1, Long.MAX_VALUE, 1)).isEqualTo("0");
  }

  @Test
  void isWhatBigIntegersSay() {
    Random random = new Random(42);
    ExactSum sum = new ExactSum();
    BigInteger oracle = BigInteger.ZERO;
    for (int i = 0; i < 10_000; i++) {
      long amount = random.nextLong() >> random.nextInt(64);
      sum.add(amount);
      oracle = oracle.add(BigInteger.valueOf(amount));
      assertThat(sum.value()).isEqualTo(oracle);
    }
  }

  private static String sum(long... amounts) {
    ExactSum sum = new ExactSum();
    for (long amount : amounts) {
      sum.add(amount);
    }
    return sum.value().toString();
  }
}
