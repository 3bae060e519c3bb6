package dev.locklab.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locklab.run.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategiesTest {

  @Test
  void findsEveryStrategyOnTheClassPath() {
    assertThat(Strategies.all())
        .extracting(Strategy::name)
        .contains("race", "lock", "trylock")
        .doesNotHaveDuplicates();
    assertThat(Strategies.named("race").promise()).isEqualTo(Promise.NONE);
    assertThat(Strategies.named("lock").promise()).isEqualTo(Promise.WHILE_LEASE_HELD);
  }

  @Test
  void thoseThatPromiseLeastComeFirst() {
    assertThat(Strategies.all()).extracting(Strategy::promise).isSorted();
  }

  @Test
  void everyStrategySaysWhatItIsWhereItIsFromAndWhatItCosts() {
    assertThat(Strategies.all())
        .allSatisfy(
            strategy -> {
              assertThat(strategy.name()).matches("[a-z0-9-]+");
              assertThat(strategy.summary()).isNotBlank().doesNotContain("\n");
              assertThat(strategy.reference()).as(strategy.name()).isNotBlank();
              assertThat(strategy.roundTrips()).as(strategy.name()).isNotBlank();
            });
  }

  @ParameterizedTest
  @CsvSource({"trylok, trylock", "raze, race", "Lock, lock", "tri-lock, trylock"})
  void namesTheNearOnes(String wrong, String meant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.named(wrong))
        .withMessageStartingWith(
            "there is no strategy '" + wrong + "', did you mean '" + meant + "'")
        .withMessageContaining("; there are: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nope", "mutual-exclusion"})
  void orElseTheList(String wrong) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.named(wrong))
        .withMessageStartingWith("there is no strategy '" + wrong + "'; there are: ")
        .withMessageContainingAll("lock", "race", "trylock");
  }
}
