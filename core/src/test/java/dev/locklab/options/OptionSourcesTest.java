package dev.locklab.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class OptionSourcesTest {

  private static final CommandSpec COMMAND =
      CommandSpec.create()
          .addOption(OptionSpec.builder("--join").build())
          .addOption(OptionSpec.builder("--join-timeout").build())
          .addOption(OptionSpec.builder("--workers").build());

  private static String named(String message, Map<String, String> environment, String... args) {
    return new OptionSources(
            new EnvironmentDefaults(environment), Map.of("--workers", "mine.yaml, line 3, workers"))
        .named(message, COMMAND, args);
  }

  @Test
  void whatTheUserHasTypedKeepsItsName() {
    Map<String, String> environment = Map.of("LOCKLAB_JOIN", "4");
    assertThat(named("--join: 'x'", environment, "run", "--join", "x")).isEqualTo("--join: 'x'");
    assertThat(named("--join: 'x'", environment, "run", "--join=x")).isEqualTo("--join: 'x'");
    assertThat(named("--join: 'x'", Map.of(), "run")).isEqualTo("--join: 'x'");
  }

  @Test
  void whatComesFromTheEnvironmentIsCalledByItsVariable() {
    assertThat(named("--join needs --redis", Map.of("LOCKLAB_JOIN", "4"), "run"))
        .isEqualTo("LOCKLAB_JOIN needs --redis");
  }

  @Test
  void whatComesFromAFileIsCalledByItsLine() {
    assertThat(named("--workers: 0", Map.of("LOCKLAB_WORKERS", "4"), "run", "--workers=0"))
        .isEqualTo("mine.yaml, line 3, workers: 0");
  }

  @Test
  void anOptionWhoseNameBeginsAlikeIsAnother() {
    assertThat(named("--join-timeout and --join", Map.of("LOCKLAB_JOIN", "4"), "run"))
        .isEqualTo("--join-timeout and LOCKLAB_JOIN");
  }
}
