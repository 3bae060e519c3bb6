package dev.locklab.cli;

import dev.locklab.exit.UsageException;
import dev.locklab.options.EnvironmentDefaults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A command line with what the experiment's file says put in its place.
 *
 * @param args the command line, with the file's options behind what was given
 * @param sources where in the file the options stand that come from it, in words
 */
record ExperimentArguments(List<String> args, Map<String, String> sources) {

  private static final String EXPERIMENT = "--experiment";
  private static final String RESUME = "--resume";

  /** Says how an experiment is shown, and nothing of the experiment itself. */
  private static final String SORT = "--sort";

  /** Giving one of these on the command line says also that the other is not meant. */
  private static final Map<String, String> INSTEAD =
      Map.of("--updates", "--duration", "--duration", "--updates");

  /**
   * Reads the file that a command line names, if it names one.
   *
   * @param compare makes a command line of {@code compare} to parse with
   * @throws UsageException if the file is not what it should be, or an experiment that is resumed
   *     would change its settings
   */
  static ExperimentArguments of(Supplier<CommandLine> compare, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    Map<String, String> sources = new LinkedHashMap<>();
    boolean comparing = args.length > 0 && args[0].equals("compare");
    String resumed = comparing ? given(RESUME, args) : null;
    String named = comparing && resumed == null ? given(EXPERIMENT, args) : null;
    if (resumed != null || named != null) {
      Path file =
          resumed == null
              ? Path.of(String.valueOf(named))
              : Path.of(resumed).resolve(ExperimentFile.NAME);
      Map<String, ExperimentFile.Entry> entries = new ExperimentFile(compare).entries(file);
      if (resumed != null) {
        requireSame(compare, file, entries, args);
      }
      entries.forEach(
          (option, entry) -> {
            String other = INSTEAD.get(option);
            if (!isGiven(option, args) && (other == null || !isGiven(other, args))) {
              all.add(option + "=" + entry.value());
              sources.put(option, entry.place(file) + ", " + option.substring(2));
            }
          });
    }
    return new ExperimentArguments(all, sources);
  }

  private static boolean isGiven(String option, String... args) {
    return Arrays.stream(args).anyMatch(arg -> arg.equals(option) || arg.startsWith(option + "="));
  }

  private static @Nullable String given(String option, String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith(option + "=")) {
        return args[i].substring(option.length() + 1);
      }
      if (args[i].equals(option) && i + 1 < args.length) {
        return args[i + 1];
      }
    }
    String variable = System.getenv(EnvironmentDefaults.variable(option));
    return variable == null || variable.isBlank() ? null : variable;
  }

  /** Runs that are made now go into a table with those that were made before. */
  private static void requireSame(
      Supplier<CommandLine> compare,
      Path file,
      Map<String, ExperimentFile.Entry> entries,
      String... args) {
    ParseResult given;
    try {
      given = compare.get().parseArgs(Arrays.copyOfRange(args, 1, args.length));
    } catch (ParameterException e) {
      // What cannot be read is told by whoever reads it in the end.
      return;
    }
    for (OptionSpec option : given.matchedOptions()) {
      String name = option.longestName();
      ExperimentFile.Entry entry = entries.get(name);
      if (ExperimentFile.belonging(given.commandSpec()).contains(name)
          && !name.equals(SORT)
          && (entry == null || !isSame(option, entry, compare))) {
        throw new UsageException(
            (option.arity().max() == 0
                    ? name
                    : name + " " + String.join(",", option.stringValues()))
                + " contradicts "
                + kept(name, file, entries)
                + "; a resumed experiment keeps its settings, so leave it out");
      }
    }
  }

  private static boolean isSame(
      OptionSpec given, ExperimentFile.Entry entry, Supplier<CommandLine> compare) {
    String name = given.longestName();
    Object kept =
        compare.get().parseArgs(name + "=" + entry.value()).matchedOption(name).getValue();
    Object now = given.getValue();
    return (now instanceof Path path && kept instanceof Path other)
        ? path.toAbsolutePath().equals(other.toAbsolutePath())
        : now.equals(kept);
  }

  /** What the file has in place of an option, and where. */
  private static String kept(String option, Path file, Map<String, ExperimentFile.Entry> entries) {
    String there = entries.containsKey(option) ? option : INSTEAD.getOrDefault(option, option);
    ExperimentFile.Entry entry = entries.get(there);
    return entry == null
        ? file + ", which does not have it"
        : entry.place(file) + ", which says " + there.substring(2) + ": " + entry.value();
  }
}
