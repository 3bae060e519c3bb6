package dev.locklab.options;

import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import redis.clients.jedis.exceptions.JedisException;

/** How both programs read their command lines, and what they say when something is wrong. */
public final class CommandLines {

  private static final Pattern JAVA_NUMBER = Pattern.compile("an? (long|int)$");

  private CommandLines() {}

  /** Runs a command and returns its exit code; a failure is one line on standard error. */
  public static int execute(Object command, String... args) {
    CommandLine line = of(command);
    line.setDefaultValueProvider(new EnvironmentDefaults());
    line.setParameterExceptionHandler(CommandLines::wrongUsage);
    line.setExecutionExceptionHandler((e, failed, parsed) -> failure(e, failed));
    return line.execute(args);
  }

  /** A command line that reads the lab's own types, and takes no values from the environment. */
  public static CommandLine of(Object command) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.registerConverter(Duration.class, text -> converted(() -> Durations.parse(text)));
    line.registerConverter(RedisAddress.class, text -> converted(() -> RedisAddress.parse(text)));
    return line;
  }

  private static <T> T converted(java.util.function.Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(Errors.rootMessage(e));
    }
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine failed = e.getCommandLine();
    PrintWriter err = failed.getErr();
    err.println(failed.getCommandSpec().qualifiedName() + ": " + message(e) + suggestion(e));
    err.println("Try '" + failed.getCommandSpec().qualifiedName() + " --help'.");
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
    // picocli quotes the value it could not read, which may be a URL with a password in it.
    return e.getCause() instanceof TypeConversionException cause
            && e.getArgSpec() instanceof CommandLine.Model.OptionSpec option
        ? option.longestName()
            + ": "
            + JAVA_NUMBER.matcher(Errors.rootMessage(cause)).replaceFirst("a whole number")
        : String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
  }

  private static int failure(Exception e, CommandLine failed) {
    PrintWriter err = failed.getErr();
    String name = failed.getCommandSpec().qualifiedName();
    if (e instanceof UsageException) {
      err.println(name + ": " + e.getMessage());
      return Exit.USAGE;
    }
    if (e instanceof UnavailableException || e instanceof JedisException) {
      err.println(
          name + ": " + (e instanceof JedisException ? Errors.rootMessage(e) : e.getMessage()));
      return Exit.UNAVAILABLE;
    }
    err.println(name + ": a defect of the lab itself: " + e);
    e.printStackTrace(err);
    return Exit.DEFECT;
  }
}
