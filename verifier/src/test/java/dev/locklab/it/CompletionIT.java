package dev.locklab.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script for completion, sourced by a shell that then completes what is typed. */
class CompletionIT {

  /** What a shell does when somebody presses Tab behind these words, for a command of that name. */
  private static final String TAB =
      """
      source "$1"
      shift
      COMP_LINE="$*"
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      complete -p verifier >/dev/null || exit 3
      _complete_verifier 2>/dev/null # compopt knows that no key was pressed
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path folder;

  private Path script;

  @SuppressWarnings("NullAway.Init")
  CompletionIT() {}

  @BeforeEach
  void print() throws Exception {
    script = print("bash");
  }

  @Test
  void commands_are_completed() throws Exception {
    assertThat(tab("s")).contains("schedules", "scenario", "strategies").doesNotContain("run");
    assertThat(tab("")).contains("compare", "doctor", "completion");
  }

  @Test
  void options_of_a_command_are_completed_and_no_others() throws Exception {
    assertThat(tab("compare", "--str")).containsExactly("--strategies");
    assertThat(tab("run", "--st")).containsExactly("--strategy");
    assertThat(tab("doctor", "--re")).contains("--redis", "--results").doesNotContain("--repeat");
  }

  @Test
  void values_are_completed() throws Exception {
    assertThat(tab("run", "--expect", "CONS")).containsExactly("CONSISTENT");
    assertThat(tab("completion", "z")).containsExactly("zsh");
    assertThat(tab("once", "--strategy", "setnx")).contains("setnx", "setnx-del");
    assertThat(tab("compare", "--strategies", "hand")).containsExactly("handoff", "handoff-direct");
    assertThat(tab("scenario", "frozen")).contains("frozen-holder");
  }

  @Test
  void what_is_for_zsh_is_the_same_and_says_for_whom_it_is() throws Exception {
    List<String> lines = Files.readAllLines(print("zsh"));
    assertThat(lines.get(0)).isEqualTo("# For zsh: source <(verifier completion zsh)");
    assertThat(lines.stream().skip(1))
        .containsExactlyElementsOf(Files.readAllLines(script).stream().skip(1).toList())
        .anyMatch(line -> line.contains("bashcompinit"));
  }

  private Path print(String shell) throws IOException, InterruptedException {
    try (Cli completion = Cli.verifier(folder, "completion", shell)) {
      assertThat(completion.exitCode()).as(completion.output()).isZero();
      return Files.writeString(folder.resolve(shell), completion.output());
    }
  }

  private List<String> tab(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", TAB, "bash", script.toString(), "verifier"));
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.lines().map(String::strip).toList();
  }
}
