package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Write;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not kept of a long journal makes no difference to what is found. */
class LineagesTest {

  private static final int LENGTH = 400_000;
  private static final int PAGE = 1 << 16;

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 70_000, 250_000})
  void a_long_history_is_judged_alike_whatever_is_kept(int furthest) {
    Evidence evidence = history(furthest);
    Lineages all = new Lineages(7, evidence.journal(), Integer.MAX_VALUE);
    Lineages few = new Lineages(7, evidence.journal(), 1);
    for (Write write : evidence.journal()) {
      assertThat(few.add(write)).isEqualTo(all.add(write));
    }

    Blaming blaming = new Blaming(evidence.spec(), evidence.tallies());
    assertThat(few.trace(blaming)).isEqualTo(all.trace(blaming));
    assertThat(few.trace(blaming).lost() > 0).isEqualTo(furthest > 0);
    for (int version = 1; version <= LENGTH; version++) {
      assertThat(few.survives(version)).isEqualTo(all.survives(version));
      assertThat(few.culpritOf(version)).isEqualTo(all.culpritOf(version));
    }
    assertThat(LongStream.of(0, 1, PAGE, LENGTH).map(at -> few.valueAt((int) at)))
        .containsExactlyElementsOf(
            LongStream.of(0, 1, PAGE, LENGTH).map(at -> all.valueAt((int) at)).boxed().toList());
  }

  @Test
  void who_did_not_read_what_a_distant_write_had_written_is_found() {
    Evidence evidence = history(0);
    List<Write> writes = LongStream.rangeClosed(1, LENGTH).mapToObj(v -> write(v, v - 1)).toList();
    Lineages few = new Lineages(7, evidence.journal(), 1);
    writes.forEach(few::add);

    Write right = write(LENGTH + 1L, 5);
    assertThat(few.add(right)).isTrue();
    assertThat(few.add(new Write(LENGTH + 2L, 6, 1, 6, "w1", 0, 1, null, null, 0, 0))).isFalse();
  }

  @Test
  void a_history_in_turn_is_read_once() {
    AtomicInteger readings = new AtomicInteger();
    Journal journal =
        () -> {
          readings.incrementAndGet();
          return iterator();
        };
    Lineages few = new Lineages(7, journal, 1);
    for (Write write : journal) {
      few.add(write);
    }
    Evidence evidence = history(0);

    assertThat(few.trace(new Blaming(evidence.spec(), List.of())).lost()).isZero();
    assertThat(readings).hasValue(1);
  }

  private static Iterator<Write> iterator() {
    return LongStream.rangeClosed(1, LENGTH).mapToObj(v -> write(v, v - 1)).iterator();
  }

  /** Of a balance that is seven more than the version, as long as each saw the one before it. */
  private static Write write(long version, long saw) {
    return new Write(version, saw, 1, saw + 8, "w1", 0, version - 1, null, null, 0, 0);
  }

  /**
   * @param furthest how far back a writer may see
   */
  private static Evidence history(int furthest) {
    Random random = new Random(42);
    History history = History.opening(7);
    for (int version = 1; version <= LENGTH; version++) {
      boolean stale = furthest > 0 && random.nextInt(version % PAGE < 100 ? 3 : 20_000) == 0;
      int back = stale ? 1 + random.nextInt(furthest) : 1;
      history.write("w1", Math.max(0, version - back), furthest == 0 ? 1 : random.nextInt(-9, 10));
    }
    return history.evidence();
  }
}
