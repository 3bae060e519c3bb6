package dev.locklab.options;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where the values of options come from that were not given on the command line, so that what is
 * wrong with one is said of what the user has written.
 */
final class OptionSources {

  private final EnvironmentDefaults environment;
  private final Map<String, String> files;

  /**
   * @param files where in a file an option's value stands, in words, by the option's longest name
   */
  OptionSources(EnvironmentDefaults environment, Map<String, String> files) {
    this.environment = environment;
    this.files = files;
  }

  /**
   * A message about a command's options, with every option called what the user has written.
   *
   * @param args the command line that the user has typed
   */
  String named(String message, CommandSpec command, String... args) {
    String named = message;
    for (OptionSpec option : command.options()) {
      String source = source(option, args);
      if (source != null) {
        Pattern name = Pattern.compile("(?<![\\w-])" + option.longestName() + "(?![\\w-])");
        named = name.matcher(named).replaceAll(Matcher.quoteReplacement(source));
      }
    }
    return named;
  }

  private @Nullable String source(OptionSpec option, String... args) {
    String file = files.get(option.longestName());
    if (file != null) {
      return file;
    }
    boolean given =
        Arrays.stream(option.names())
            .anyMatch(
                name ->
                    Arrays.stream(args)
                        .anyMatch(arg -> arg.equals(name) || arg.startsWith(name + "=")));
    return given || environment.defaultValue(option) == null
        ? null
        : EnvironmentDefaults.variable(option.longestName());
  }
}
