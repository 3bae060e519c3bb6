package dev.locklab.cli;

import dev.locklab.exit.Exit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a shell complete what is typed. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Print a script that has your shell complete commands, options and values of 'verifier',"
            + " which may be an alias.",
    footer = {
      "",
      "In ~/.bashrc or ~/.zshrc, after the alias: source <(verifier completion bash)",
      "",
      "Examples:",
      "  verifier completion bash",
      "  verifier completion zsh"
    })
final class CompletionCommand implements Callable<Integer> {

  /** What it can be had for. */
  enum Shell {
    bash,
    zsh
  }

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    // One script serves both: in zsh it asks for the completion of bash.
    Console.data(List.of("# For " + shell + ": source <(verifier completion " + shell + ")"));
    CommandLine program = command.root().commandLine();
    Console.data(AutoComplete.bash(program.getCommandName(), program).lines().toList());
    return Exit.OK;
  }
}
