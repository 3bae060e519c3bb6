package dev.locklab.options;

import dev.locklab.exit.Exit;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import redis.clients.jedis.exceptions.JedisException;

/** How both programs read their command lines, and what they say when something is wrong. */
public final class CommandLines {

  private CommandLines() {}

  /** Runs a command and returns its exit code; a failure is one line on standard error. */
  public static int execute(Object command, String... args) {
    return execute(command, Map.of(), args);
  }

  /**
   * The same where a file has put options on the command line.
   *
   * @param files where in a file an option's value stands, in words, by the option's longest name
   */
  public static int execute(Object command, Map<String, String> files, String... args) {
    EnvironmentDefaults environment = new EnvironmentDefaults();
    OptionSources sources = new OptionSources(environment, files);
    CommandLine line = of(command);
    line.setDefaultValueProvider(environment);
    line.setParameterExceptionHandler((e, given) -> wrongUsage(e, sources, args));
    line.setExecutionExceptionHandler((e, failed, parsed) -> failure(e, failed, sources, args));
    return line.execute(args);
  }

  /** A command line that reads the lab's own types, and takes no values from the environment. */
  public static CommandLine of(Object command) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    for (CommandLine subcommand : line.getSubcommands().values()) {
      subcommand.getCommandSpec().versionProvider(line.getCommandSpec().versionProvider());
    }
    // Set as a whole, or subcommands would not have it.
    Map<String, IHelpSectionRenderer> help = new HashMap<>(line.getHelpSectionMap());
    help.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, GroupedHelp::optionList);
    line.setHelpSectionMap(help);
    if ("dumb".equals(System.getenv("TERM"))) {
      line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    }
    register(line, Integer.class, Integer.TYPE, WholeNumbers::parseInt);
    register(line, Long.class, Long.TYPE, WholeNumbers::parseLong);
    line.registerConverter(Duration.class, text -> converted(() -> Durations.parse(text)));
    line.registerConverter(RedisAddress.class, text -> converted(() -> RedisAddress.parse(text)));
    return line;
  }

  private static <T> void register(
      CommandLine line, Class<T> type, Class<T> primitive, Function<String, T> parser) {
    line.registerConverter(type, text -> converted(() -> parser.apply(text)));
    line.registerConverter(primitive, text -> converted(() -> parser.apply(text)));
  }

  private static <T> T converted(Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(Errors.rootMessage(e));
    }
  }

  private static int wrongUsage(ParameterException e, OptionSources sources, String... args) {
    CommandLine failed = e.getCommandLine();
    say(failed, sources.named(message(e), failed.getCommandSpec(), args) + suggestion(e));
    failed.getErr().println("Try '" + failed.getCommandSpec().qualifiedName() + " --help'.");
    return Exit.USAGE;
  }

  private static String suggestion(ParameterException e) {
    return e instanceof CommandLine.UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?"
        : "";
  }

  /** What is wrong, in one line. */
  public static String message(ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      return Secrets.unknown(unmatched.getUnmatched());
    }
    // picocli quotes the value it could not read, which may be a URL with a password in it.
    return e.getCause() instanceof TypeConversionException cause
            && e.getArgSpec() instanceof CommandLine.Model.OptionSpec option
        ? option.longestName() + ": " + Secrets.masked(Errors.rootMessage(cause))
        : Secrets.masked(String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage"));
  }

  private static int failure(
      Exception e, CommandLine failed, OptionSources sources, String... args) {
    if (e instanceof UsageException) {
      String message = Secrets.masked(String.valueOf(e.getMessage()));
      say(failed, sources.named(message, failed.getCommandSpec(), args));
      return Exit.USAGE;
    }
    if (e instanceof UnavailableException || e instanceof JedisException) {
      say(failed, e instanceof JedisException ? Errors.rootMessage(e) : e.getMessage());
      return Exit.UNAVAILABLE;
    }
    say(failed, "a defect of the lab itself: " + e);
    e.printStackTrace(failed.getErr());
    return Exit.DEFECT;
  }

  /** One line on standard error; it may quote what comes from outside. */
  private static void say(CommandLine failed, @Nullable String what) {
    String line = failed.getCommandSpec().qualifiedName() + ": " + what;
    failed.getErr().println(Printable.line(line));
  }
}
