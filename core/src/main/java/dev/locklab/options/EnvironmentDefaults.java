package dev.locklab.options;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives every option {@code --some-thing} the environment variable {@code LOCKLAB_SOME_THING}. */
public final class EnvironmentDefaults implements IDefaultValueProvider {

  private final Map<String, String> environment;

  public EnvironmentDefaults() {
    this(System.getenv());
  }

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The variable that stands for an option. */
  public static String variable(String option) {
    return "LOCKLAB_" + option.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String value = environment.get(variable(option.longestName()));
    // Compose sets what the user left out to the empty string.
    return value == null || value.isBlank() ? null : value;
  }
}
