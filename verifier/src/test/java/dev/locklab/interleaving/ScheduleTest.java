package dev.locklab.interleaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locklab.interleaving.Schedule.Deed;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final List<Deed> TWO_STEPS = List.of(Deed.READ, Deed.WRITE);

  @Test
  void twoUpdatesOfTwoStepsHaveSixOrders() {
    assertThat(Schedule.all(2, TWO_STEPS))
        .extracting(Schedule::toString)
        .containsExactly(
            "R1 W1 R2 W2",
            "R1 R2 W1 W2",
            "R1 R2 W2 W1",
            "R2 R1 W1 W2",
            "R2 R1 W2 W1",
            "R2 W2 R1 W1");
  }

  @Test
  void updatesOfASingleStepHaveAnOrderAPermutation() {
    assertThat(Schedule.all(2, List.of(Deed.UPDATE)))
        .extracting(Schedule::toString)
        .containsExactly("U1 U2", "U2 U1");
    assertThat(Schedule.all(4, List.of(Deed.UPDATE))).hasSize(24);
  }

  @Test
  void everyOrderIsThereOnceAndReadsBeforeItWrites() {
    // (2n)! / 2^n orders of n pairs.
    List<Schedule> all = Schedule.all(4, TWO_STEPS);
    assertThat(all).hasSize(2_520);
    assertThat(new HashSet<>(all)).hasSize(2_520);
    assertThat(all)
        .allSatisfy(
            order -> {
              for (int worker = 0; worker < 4; worker++) {
                assertThat(order.steps().indexOf(new Schedule.Step(worker, Deed.READ)))
                    .isBetween(0, order.steps().indexOf(new Schedule.Step(worker, Deed.WRITE)) - 1);
              }
            });
  }

  @Test
  void readsWhatItWrites() {
    for (Schedule order : Schedule.all(3, TWO_STEPS)) {
      assertThat(Schedule.parse(order.toString())).isEqualTo(order);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse("R1 X2"))
        .withMessage("'X2' is not a step; write R1, W2 or U1");
  }
}
