package dev.locklab.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.control.Order;
import dev.locklab.exit.UnavailableException;
import dev.locklab.options.Versions;
import dev.locklab.redis.RedisAddress;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrewGatheringTest {

  private static final RedisAddress CONTROL = RedisAddress.parse("redis://127.0.0.1:6379");

  private final LocalBus bus = new LocalBus();
  private final ControlChannel channel =
      new ControlChannel(
          bus,
          "l1",
          new Order("l1", true, Order.Phase.RECRUIT, null, List.of(), List.of(), List.of()));

  @AfterEach
  void close() {
    channel.close();
  }

  private static final Strategy LOCK = Strategies.named("lock");

  private CrewGathering gathering(Crew crew) {
    return new CrewGathering(channel, null, crew, CONTROL, () -> false);
  }

  private void comes(String name, String version) {
    bus.publish(
        "locklab:reports",
        """
        {"id":"id of %s","name":"%s","version":"%s","libraries":{"redisson":"4.7.0"},"lab":"l1",
         "standing":"IDLE"}"""
            .formatted(name, name, version));
  }

  @Test
  void thoseWhoCameMakeATeamWithANameEach() throws Exception {
    comes("w10", Versions.lab());
    comes("w2", Versions.lab());

    assertThat(gathering(Crew.join(2, Duration.ofSeconds(20))).gather(0, LOCK))
        .containsExactly(new Order.Member("id of w2", "w2"), new Order.Member("id of w10", "w10"));
  }

  @Test
  void tooFewAreCountedAndToldHowToCome() {
    comes("w1", Versions.lab());

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> gathering(Crew.join(2, Duration.ofMillis(50))).gather(0, LOCK))
        .withMessage(
            "1 of 2 workers came within 0 s; start them with: java -jar worker.jar --redis "
                + CONTROL);
  }

  @Test
  void anOpenCrewGoesOnWithWhoIsThereAlsoIfTheTimeToSettleIsLongerThanThePatience()
      throws Exception {
    comes("w1", Versions.lab());

    assertThat(gathering(Crew.joinAtLeast(1, Duration.ofMillis(50))).gather(0, LOCK))
        .containsExactly(new Order.Member("id of w1", "w1"));
  }

  @Test
  void aWorkerOfAnotherVersionIsNamedAtOnce() {
    comes("w1", Versions.lab());
    comes("w2", "0.9");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> gathering(Crew.join(2, Duration.ofSeconds(50))).gather(0, LOCK))
        .withMessage(
            "worker w2 is of version 0.9, and this verifier of version %s: both must be of the same"
                + " build",
            Versions.lab());
  }

  @Test
  void aWorkerThatHasLoadedAnotherLibraryThanTheStrategyIsOfIsNamed() {
    comes("w1", Versions.lab());

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(
            () ->
                gathering(Crew.join(1, Duration.ofSeconds(20)))
                    .gather(0, Strategies.named("lock@3.25.0")))
        .withMessage(
            "worker w1 has loaded redisson 4.7.0, and lock@3.25.0 is of redisson 3.25.0; start it"
                + " with that first on its class path");
  }
}
