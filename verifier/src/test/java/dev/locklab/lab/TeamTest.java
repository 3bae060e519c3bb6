package dev.locklab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.control.Heartbeat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TeamTest {

  @Test
  void versionsThatDifferAreNamedTogether() {
    assertThat(
            Team.libraries(
                List.of(
                    loaded(Map.of("redisson", "4.7.0", "jedis", "7.0.0")),
                    loaded(Map.of("redisson", "3.25.0", "jedis", "7.0.0")),
                    loaded(Map.of()))))
        .containsExactly(Map.entry("jedis", "7.0.0"), Map.entry("redisson", "3.25.0, 4.7.0"));
  }

  private static Heartbeat loaded(Map<String, String> libraries) {
    return new Heartbeat("i", "w", "1", "l", Heartbeat.Standing.READY).with(libraries);
  }
}
