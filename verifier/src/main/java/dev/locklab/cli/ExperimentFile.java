package dev.locklab.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.locklab.options.CommandLines;
import dev.locklab.options.EnvironmentDefaults;
import dev.locklab.options.UnavailableException;
import dev.locklab.options.UsageException;
import dev.locklab.redis.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A file of settings for {@code compare}, in YAML: its keys are compare's options without the
 * dashes, its values what one would write on the command line, several as a list. Where Redis is
 * and who joins is no part of an experiment and has no place in it.
 *
 * <p>A file stands for the options in it; what is given on the command line besides goes before it,
 * and what is in the environment comes after it.
 */
final class ExperimentFile {

  /** Its name in a folder of results. */
  static final String NAME = "experiment.yaml";

  private static final String EXPERIMENT = "--experiment";
  private static final String RESUME = "--resume";
  private static final String STRATEGY = "--strategy";

  /** Options of compare that say nothing of the experiment itself. */
  private static final Set<String> APART =
      Set.of(EXPERIMENT, RESUME, "--report", "--expect", "--help", "--version");

  /** Giving one of these on the command line says also that the other is not meant. */
  private static final Map<String, String> INSTEAD =
      Map.of("--updates", "--duration", "--duration", "--updates");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build()
              .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

  private ExperimentFile() {}

  /**
   * A command line with what the experiment's file says put in its place.
   *
   * @throws UsageException if the file is not what it should be
   */
  static String[] expanded(String... args) {
    if (args.length == 0 || !args[0].equals("compare")) {
      return args;
    }
    List<String> all = new ArrayList<>(List.of(args));
    String resumed = given(RESUME, args);
    String named = resumed == null ? given(EXPERIMENT, args) : null;
    if (resumed == null && named == null) {
      return args;
    }
    Path file = named == null ? Path.of(String.valueOf(resumed)).resolve(NAME) : Path.of(named);
    read(file)
        .forEach(
            (option, value) -> {
              String other = INSTEAD.get(option);
              if (!isGiven(option, args) && (other == null || !isGiven(other, args))) {
                all.add(option + "=" + value);
              }
            });
    return all.toArray(new String[0]);
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

  /** Options and their values, as one would write them on the command line. */
  static Map<String, String> read(Path file) {
    Map<String, String> found = new LinkedHashMap<>();
    try (JsonParser in = YAML.getFactory().createParser(Files.readString(file))) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new UsageException(
            file + ": not an experiment: lines such as 'workers: 4' belong there");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String where = file + ", line " + in.currentTokenLocation().getLineNr() + ": ";
        String option = option(where, in.currentName());
        String value = value(where, in);
        try {
          CommandLines.of(new CompareCommand()).parseArgs(option + "=" + value);
        } catch (ParameterException e) {
          throw new UsageException(where + CommandLines.message(e));
        }
        found.put(option, value);
      }
      return found;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new UsageException(file + ", line " + line + ": not YAML: " + problem(e));
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + Errors.rootMessage(e));
    }
  }

  /** What the parser was doing is of less use than what it found. */
  private static String problem(JsonProcessingException e) {
    return e.getCause() instanceof MarkedYAMLException cause && cause.getProblem() != null
        ? cause.getProblem()
        : e.getOriginalMessage().lines().findFirst().orElse("");
  }

  private static String option(String where, String key) {
    String option = "--" + key;
    if (!belonging(new CommandLine(new CompareCommand()).getCommandSpec()).contains(option)) {
      Set<String> keys = new TreeSet<>();
      belonging(new CommandLine(new CompareCommand()).getCommandSpec())
          .forEach(known -> keys.add(known.substring(2)));
      throw new UsageException(
          where
              + "'"
              + key
              + "' is no setting of an experiment; there are: "
              + String.join(", ", keys));
    }
    return option;
  }

  private static String value(String where, JsonParser in) throws IOException {
    JsonToken token = in.nextToken();
    List<String> values = new ArrayList<>();
    if (token == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        values.add(scalar(where, in));
      }
    } else {
      values.add(scalar(where, in));
    }
    return String.join(",", values);
  }

  private static String scalar(String where, JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null
        || !token.isScalarValue()
        || token == JsonToken.VALUE_NULL
        || in.getText().isEmpty()) {
      throw new UsageException(where + "a value or a list of values belongs here");
    }
    return in.getText();
  }

  /** The options that an experiment consists of. */
  private static Set<String> belonging(CommandSpec compare) {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : compare.options()) {
      names.add(option.longestName());
    }
    names.removeAll(CommandSpec.forAnnotatedObject(new LabOptions()).optionsMap().keySet());
    names.removeAll(APART);
    return names;
  }

  /**
   * Writes the file that makes the same experiment again.
   *
   * @param command compare or run, as it was given
   */
  static void write(Path folder, ParseResult command) {
    Map<String, Object> values = new LinkedHashMap<>();
    Set<String> belonging = belonging(new CommandLine(new CompareCommand()).getCommandSpec());
    EnvironmentDefaults environment = new EnvironmentDefaults();
    for (OptionSpec option : command.commandSpec().options()) {
      // A single run is an experiment with one strategy.
      String name = option.longestName().equals(STRATEGY) ? "--strategies" : option.longestName();
      if (belonging.contains(name)) {
        String given =
            command.hasMatchedOption(option)
                ? String.join(",", option.stringValues())
                : environment.defaultValue(option);
        String text = given == null ? option.defaultValue() : given;
        if (text != null) {
          values.put(name.substring(2), yaml(name, text));
        }
      }
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(NAME),
          "# Makes this experiment again: verifier compare --experiment "
              + NAME
              + "\n# The keys are the options of 'verifier compare --help', without the dashes.\n"
              + YAML.writeValueAsString(values));
    } catch (IOException e) {
      throw new UnavailableException(
          "the experiment cannot be kept in " + folder + ": " + Errors.rootMessage(e));
    }
  }

  private static Object yaml(String option, String text) {
    if (option.equals("--deltas-file")) {
      return Path.of(text).toAbsolutePath().toString();
    }
    return text.contains(",") ? List.of(text.split(",", -1)) : text;
  }
}
