package dev.locklab.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

class CommandLinesTest {

  @Command(name = "some")
  static final class Some implements Runnable {

    @Mixin
    @SuppressWarnings("UnusedVariable")
    private RedisOptions redis = new RedisOptions();

    @SuppressWarnings("UnusedVariable")
    @Option(names = "--count")
    private int count;

    @Override
    public void run() {}
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rediss redis://:s3cret@h",
        "--redi=redis://:s3cret@h",
        "--password s3cret",
        "--password=s3cret",
        "--redis --count redis://:s3cret@h",
        "redis://u:s3cret@h",
        "--redis redis://h redis://s3cret@h",
        "u:s3cret@h:6379",
        "--count redis://:s3cret@h",
        "--redis redis://:s3cret^@h",
        "--redis redis://:s3cret@@h",
        "-p s3cret",
        "--control redis://h --pasword s3cret --count 1"
      })
  void noMessageRepeatsWhatMayBeAPassword(String line) {
    assertThat(message(line)).isNotEmpty().doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--cuont 1   | unknown option '--cuont'",
        "--a --b=1   | unknown options '--a', '--b'",
        "shout       | 'shout' is not known here",
        "a:b         | an argument is not known here; it is not repeated, as it may hold a password",
        "--count x   | --count: 'x' is not a whole number"
      })
  void whatIsWrongIsNamed(String line, String said) {
    assertThat(message(line)).isEqualTo(said);
  }

  @Test
  void aLoginIsMaskedUpToItsLastAt() {
    String form = "redis://[[user:]password@]host[:port][/database]";
    assertThat(Secrets.masked("write " + form)).isEqualTo("write " + form);
    assertThat(Secrets.masked("redis://a:b@c@h and redis://h"))
        .isEqualTo("redis://***@h and redis://h");
  }

  private static String message(String line) {
    try {
      CommandLines.of(new Some()).parseArgs(line.split(" "));
      return "";
    } catch (ParameterException e) {
      return CommandLines.message(e);
    }
  }
}
