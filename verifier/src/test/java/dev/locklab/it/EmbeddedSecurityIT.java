package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** What other users of the machine can do with a Redis that the lab has started: nothing. */
class EmbeddedSecurityIT {

  private static final Pattern PASSWORD_FILE = Pattern.compile("cat ([^)]+)\\)");

  /** The newest there is, and the one that the lab carries. */
  static Stream<Supplier<EmbeddedRedis>> servers() {
    return Stream.of(EmbeddedRedis::start, EmbeddedRedis::startCarried);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void it_refuses_whoever_has_no_password_and_shows_it_to_nobody(Supplier<EmbeddedRedis> start)
      throws Exception {
    try (EmbeddedRedis redis = start.get()) {
      RedisAddress stranger = RedisAddress.parse("redis://127.0.0.1:" + redis.address().port());
      refused(stranger, Command.PING);
      refused(stranger, Command.CONFIG, "SET", "dir", "/tmp");
      refused(stranger.withPassword("guessed"), Command.PING);

      String password = Objects.requireNonNull(redis.address().password());
      Matcher file = PASSWORD_FILE.matcher(redis.cli());
      assertThat(file.find()).isTrue();
      Path kept = Path.of(file.group(1));
      assertThat(Files.readString(kept)).isEqualTo(password);
      assertThat(Files.getPosixFilePermissions(kept.getParent()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(redis.cli()).doesNotContain(password);
      assertThat(redis.address().toString()).doesNotContain(password);
      assertThat(
              ProcessHandle.allProcesses()
                  .map(process -> process.info().commandLine().orElse(""))
                  .filter(line -> line.contains(password)))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void its_user_can_command_it_as_the_header_says(Supplier<EmbeddedRedis> start) throws Exception {
    try (EmbeddedRedis redis = start.get();
        Link link = redis.address().link("test")) {
      assertThat(redis.version()).startsWith("Redis ");
      Process cli =
          new ProcessBuilder("sh", "-c", redis.cli() + " incrby mine 5")
              .redirectErrorStream(true)
              .start();
      String said =
          new String(cli.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
              .strip();
      assertThat(cli.waitFor()).as(said).isZero();
      assertThat(Replies.text(link.call(Command.GET, "mine"))).isEqualTo("5");
      assertThat(
              Replies.text(
                  link.list(new CommandArguments(Command.CONFIG).addObjects("GET", "bind")).get(1)))
          .isEqualTo("127.0.0.1");
    }
  }

  private static void refused(RedisAddress address, Command command, String... arguments) {
    try (Link link = address.link("stranger")) {
      assertThatThrownBy(() -> link.call(command, arguments))
          .isInstanceOf(StoreException.class)
          .hasMessageMatching(".*(password|WRONGPASS).*");
    }
  }
}
