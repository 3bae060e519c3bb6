package dev.locklab.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Grade;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.interleaving.Outcomes.Expectation;
import dev.locklab.interleaving.Outcomes.Row;
import dev.locklab.run.Promise;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutcomesTest {

  @Test
  void theClassicPairComesToThreeAmounts() {
    Outcomes outcomes =
        count(
            History.opening(0)
                // Both read before either wrote; then one after the other; then the other way
                // round.
                .write("w1", 0, +100)
                .write("w2", 0, -100)
                .write("w1", 2, +100)
                .write("w2", 3, -100)
                .write("w2", 4, -100)
                .write("w1", 4, +100)
                .write("w2", 6, -100)
                .write("w1", 7, +100));

    assertThat(outcomes.rounds()).isEqualTo(4);
    assertThat(outcomes.reachable()).isEqualTo(3);
    assertThat(outcomes.rows())
        .containsExactly(
            new Row(-100, 1, Expectation.INTERESTING, "w2 wrote over w1's +100, unread"),
            new Row(0, 2, Expectation.ACCEPTABLE, "w1 first, then w2 (1), w2 first, then w1 (1)"),
            new Row(+100, 1, Expectation.INTERESTING, "w1 wrote over w2's -100, unread"));
  }

  @Test
  void whatALockForbidsIsListedThoughItDidNotHappen() {
    Outcomes outcomes =
        count(
            History.opening(7)
                .of("lock", Promise.WHILE_LEASE_HELD)
                .write("w2", 0, -100)
                .write("w1", 1, +100));

    assertThat(outcomes.rows())
        .containsExactly(
            new Row(-100, 0, Expectation.FORBIDDEN, "an update would be lost; it did not happen"),
            new Row(0, 1, Expectation.ACCEPTABLE, "w2 first, then w1"),
            new Row(+100, 0, Expectation.FORBIDDEN, "an update would be lost; it did not happen"));
  }

  @Test
  void aLossUnderAPromiseIsForbidden() {
    Outcomes outcomes =
        count(
            History.opening(0)
                .of("incr", Promise.ATOMIC)
                .write("w1", 0, +100)
                .write("w2", 0, -100));

    assertThat(outcomes.run().findings().grade()).isEqualTo(Grade.FAILED);
    assertThat(outcomes.rows())
        .contains(new Row(-100, 1, Expectation.FORBIDDEN, "w2 wrote over w1's +100, unread"));
  }

  @Test
  void whoIsTurnedAwayLosesNothing() {
    Outcomes outcomes =
        count(
            History.opening(0)
                .of("trylock", Promise.WHILE_LEASE_HELD)
                .write("w1", 0, +100)
                .report("w2", -100, Outcome.BUSY));

    assertThat(outcomes.rows())
        .contains(
            new Row(+100, 1, Expectation.ACCEPTABLE, "w1 applied; w2: told that the lock is taken"))
        .noneMatch(row -> row.count() > 0 && row.expectation() == Expectation.FORBIDDEN);
  }

  @Test
  void ofThreeAnyChoiceCanBeLeft() {
    assertThat(Reachable.sums(List.of(100L, -100L, 7L)))
        .containsExactly(-100L, -93L, 0L, 7L, 100L, 107L);
    assertThat(Reachable.sums(Collections.nCopies(100, 1L))).hasSize(100);
    assertThat(Reachable.sums(List.of(100L, -100L))).containsExactly(-100L, 0L, 100L);
  }

  @Test
  void tooManyAmountsAreNotWorkedOut() {
    List<Long> powers = LongStream.range(0, 40).map(i -> 1L << i).boxed().toList();

    assertThat(Reachable.sums(powers)).isNull();
  }

  private static Outcomes count(History history) {
    Evidence evidence = history.rounds(100L, -100L).evidence();
    return Outcomes.of(evidence, Judged.of(evidence));
  }
}
