package dev.locklab.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locklab.Ports;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Protocol.Command;

/** A server that cannot start: it is waited for as long as 30 s otherwise. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class EmbeddedRedisTest {

  @Test
  void a_port_that_somebody_else_has_taken_meanwhile_is_not_insisted_on() throws Exception {
    int free = Ports.free();
    try (ServerSocket taken = Ports.take()) {
      Deque<Integer> ports = new ArrayDeque<>(List.of(taken.getLocalPort(), free));
      try (EmbeddedRedis redis = EmbeddedRedis.startOn(ports::removeFirst);
          Link link = redis.address().link("test")) {
        assertThat(redis.address().port()).isEqualTo(free);
        assertThat(Replies.text(link.call(Command.PING))).isEqualTo("PONG");
      }
    }
  }

  @Test
  void one_that_does_not_start_is_told_at_once_with_its_last_words() {
    assertThatThrownBy(() -> EmbeddedRedis.start(List.of("--no-such-setting", "1")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("does not start")
        .hasMessageContaining("Bad directive");
  }

  @Test
  void one_that_is_killed_can_be_started_again_at_its_address() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      try (Link link = redis.address().link("before")) {
        link.call(Command.SET, "key", "value");
      }
      redis.restart();
      try (Link link = redis.address().link("after")) {
        assertThat(Replies.number(link.call(Command.DBSIZE))).isZero();
      }
    }
  }
}
