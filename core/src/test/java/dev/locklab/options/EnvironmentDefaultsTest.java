package dev.locklab.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class EnvironmentDefaultsTest {

  @Command(mixinStandardHelpOptions = true)
  static final class Program implements Runnable {

    @Option(
        names = {"-t", "--think-time"},
        defaultValue = "0")
    String think = "";

    @Override
    public void run() {}
  }

  @Test
  void theVariableIsTheOptionInCapitals() {
    assertThat(EnvironmentDefaults.variable("--think-time")).isEqualTo("LOCKLAB_THINK_TIME");
    assertThat(EnvironmentDefaults.variable("--redis")).isEqualTo("LOCKLAB_REDIS");
  }

  @Test
  void theVariableStandsForTheOption() {
    assertThat(think(Map.of("LOCKLAB_THINK_TIME", "1ms"))).isEqualTo("1ms");
  }

  @Test
  void theOptionGoesBeforeTheVariable() {
    assertThat(think(Map.of("LOCKLAB_THINK_TIME", "1ms"), "--think-time", "2ms")).isEqualTo("2ms");
    assertThat(think(Map.of("LOCKLAB_THINK_TIME", "1ms"), "-t", "2ms")).isEqualTo("2ms");
  }

  @Test
  void anEmptyVariableIsNone() {
    assertThat(think(Map.of())).isEqualTo("0");
    assertThat(think(Map.of("LOCKLAB_THINK_TIME", ""))).isEqualTo("0");
    assertThat(think(Map.of("LOCKLAB_THINK_TIME", "  "))).isEqualTo("0");
  }

  @Test
  void noVariableAsksForHelp() {
    CommandLine line = new CommandLine(new Program());
    line.setDefaultValueProvider(
        new EnvironmentDefaults(Map.of("LOCKLAB_HELP", "true", "LOCKLAB_VERSION", "true")));
    CommandLine.ParseResult parsed = line.parseArgs();
    assertThat(parsed.isUsageHelpRequested()).isFalse();
    assertThat(parsed.isVersionHelpRequested()).isFalse();
  }

  private static String think(Map<String, String> environment, String... args) {
    Program program = new Program();
    CommandLine line = new CommandLine(program);
    line.setDefaultValueProvider(new EnvironmentDefaults(environment));
    line.parseArgs(args);
    return program.think;
  }
}
