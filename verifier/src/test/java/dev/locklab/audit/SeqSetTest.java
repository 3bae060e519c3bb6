package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It holds what was put into it, in turn or not. */
class SeqSetTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 5_000})
  void it_is_a_set(int disorder) {
    Random random = new Random(42);
    SeqSet seqs = new SeqSet();
    Set<Long> known = new HashSet<>();
    for (long i = 0; i < 10_000; i++) {
      long seq = i < 100 || disorder == 0 ? i : Math.max(0, i + random.nextInt(-disorder, 2));
      assertThat(seqs.add(seq)).isEqualTo(known.add(seq));
    }
    for (long seq = 0; seq < 12_000; seq++) {
      assertThat(seqs.contains(seq)).isEqualTo(known.contains(seq));
      assertThat(seqs.add(seq)).isEqualTo(known.add(seq));
    }
  }
}
