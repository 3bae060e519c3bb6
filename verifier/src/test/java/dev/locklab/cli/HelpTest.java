package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.options.CommandLines;
import dev.locklab.options.Versions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {

  private static Stream<CommandLine> commands() {
    CommandLine program = CommandLines.of(new VerifierMain());
    return Stream.concat(Stream.of(program), program.getSubcommands().values().stream());
  }

  private static String help(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleCanBeTyped(CommandLine command) {
    List<String> examples =
        String.join("\n", command.getCommandSpec().usageMessage().footer())
            .lines()
            .filter(line -> line.startsWith("  verifier "))
            .map(line -> line.strip().substring("verifier ".length()))
            .toList();
    assertThat(examples).as("examples of %s", command.getCommandName()).isNotEmpty();
    assertThat(examples)
        .allSatisfy(line -> CommandLines.of(new VerifierMain()).parseArgs(line.split(" ")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsShownOnce(CommandLine command) {
    List<String> lines = help(command).lines().toList();
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(lines)
          .filteredOn(line -> line.matches("  (-., |    )" + option.longestName() + "\\b(?!-).*"))
          .as(option.longestName())
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noOptionIsWithoutAGroup(CommandLine command) {
    assertThat(help(command).lines()).doesNotContain("Options:");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysWhatIsLoaded(CommandLine command) {
    StringWriter said = new StringWriter();
    command.printVersionHelp(new PrintWriter(said), Ansi.OFF);
    assertThat(said.toString().lines().toList())
        .contains(
            "Redis Lock Lab " + Versions.lab(),
            "redisson " + Versions.redisson(),
            "jedis " + Versions.jedis(),
            "picocli " + CommandLine.VERSION)
        .anyMatch(line -> line.contains(System.getProperty("java.runtime.version")));
  }

  @Test
  void optionsStandInGroups() {
    assertThat(help(CommandLines.of(new CompareCommand())))
        .containsSubsequence(
            "Comparison:",
            "--strategies",
            "Workload:",
            "--workers",
            "Amounts:",
            "--deltas-file",
            "Lock:",
            "--lease",
            "Redis:",
            "--redis-ca",
            "Workers that others start:",
            "--join",
            "Output:",
            "--results",
            "--report",
            "Help:",
            "--version",
            "Examples:");
  }
}
