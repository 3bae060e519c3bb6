package dev.locklab.cli;

import dev.locklab.exit.Exit;
import dev.locklab.exit.UsageException;
import dev.locklab.live.Live;
import dev.locklab.options.HelpGroup;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether runs can be watched while they are made. */
@HelpGroup(HelpGroup.OUTPUT)
final class LiveOptions {

  private static final String ANY = "0";
  private static final int MOST = 65_535;

  @Option(
      names = "--live",
      arity = "0..1",
      paramLabel = "PORT",
      fallbackValue = ANY,
      preprocessor = Attached.class,
      description =
          "Show the runs while they are made, on a page for browsers of this machine. Default: any"
              + " port that is free.")
  private @Nullable Integer port;

  /** The port belongs to the option only where an equals sign says so. */
  static final class Attached implements IParameterPreprocessor {

    @Override
    @SuppressWarnings("JdkObsolete") // The library's.
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, java.util.Map<String, Object> at) {
      if (at.get("separator") == null) {
        args.push(ANY);
      }
      return false;
    }
  }

  boolean isGiven() {
    return port != null;
  }

  /** What is done with a page or without. */
  interface Work {

    /** Does it and returns the exit code. */
    int with(Watching watching) throws Exception;
  }

  /**
   * Does the work, with a page beside it where one was asked for; that stands still in the end
   * until whoever sits at the terminal is done with it.
   *
   * @param title what is done, in a line
   */
  int during(String title, Work work) throws Exception {
    Integer wanted = port;
    if (wanted == null) {
      return work.with(Watching.NOBODY);
    }
    if (wanted < 0 || wanted > MOST) {
      throw new UsageException("--live: a port is a number from 1 to " + MOST + ", not " + wanted);
    }
    try (Live page = Live.open(title, wanted)) {
      Console.error("Live: " + page.url());
      int code = work.with(new Watching(page));
      if (code != Exit.INTERRUPTED) {
        Standing.still(page);
      }
      return code;
    }
  }
}
