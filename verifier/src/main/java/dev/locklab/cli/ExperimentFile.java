package dev.locklab.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.options.CommandLines;
import dev.locklab.options.EnvironmentDefaults;
import dev.locklab.redis.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

  private static final String STRATEGY = "--strategy";

  /** Options of compare that say nothing of the experiment itself. */
  private static final Set<String> APART =
      Set.of("--experiment", "--resume", "--report", "--expect", "--help", "--version");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build()
              .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

  private final Supplier<CommandLine> compare;

  /**
   * @param compare makes a command line of {@code compare}, whose options are the file's keys
   */
  ExperimentFile(Supplier<CommandLine> compare) {
    this.compare = compare;
  }

  /** An option's value, as one would write it on the command line, and the line it stands in. */
  record Entry(String value, int line) {

    /** Where it stands, in words. */
    String place(Path file) {
      return file + ", line " + line;
    }
  }

  /**
   * The options in a file, in its order.
   *
   * @throws UsageException if the file is not what it should be
   */
  Map<String, Entry> entries(Path file) {
    Map<String, Entry> found = new LinkedHashMap<>();
    try (JsonParser in = YAML.getFactory().createParser(Files.readString(file))) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new UsageException(
            file + ": not an experiment: lines such as 'workers: 4' belong there");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        int line = in.currentTokenLocation().getLineNr();
        String where = file + ", line " + line + ": ";
        String option = option(where, in.currentName());
        String value = value(where, in);
        try {
          compare.get().parseArgs(option + "=" + value);
        } catch (ParameterException e) {
          throw new UsageException(where + CommandLines.message(e));
        }
        found.put(option, new Entry(value, line));
      }
      if (in.nextToken() != null) {
        throw new UsageException(
            file
                + ", line "
                + in.currentTokenLocation().getLineNr()
                + ": a second document begins here; an experiment is one");
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

  private String option(String where, String key) {
    String option = "--" + key;
    Set<String> known = belonging(compare.get().getCommandSpec());
    if (!known.contains(option)) {
      throw new UsageException(
          where
              + "'"
              + key
              + "' is no setting of an experiment; there are: "
              + known.stream().map(name -> name.substring(2)).collect(Collectors.joining(", ")));
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

  /** The options of a command that an experiment consists of. */
  static Set<String> belonging(CommandSpec command) {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : command.options()) {
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
    Set<String> belonging = belonging(command.commandSpec());
    for (OptionSpec option : command.commandSpec().options()) {
      if (belonging.contains(option.longestName())) {
        String given = given(option, command);
        String text = given == null ? option.defaultValue() : given;
        if (text != null) {
          // A single run is an experiment with one strategy.
          String name = option.longestName();
          String key = name.equals(STRATEGY) ? "strategies" : name.substring(2);
          values.put(key, yaml(option, text));
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

  /** The options of a command that were given, but for where its runs are made, as one line. */
  static String options(ParseResult command) {
    Set<String> belonging = belonging(command.commandSpec());
    StringBuilder line = new StringBuilder();
    for (OptionSpec option : command.commandSpec().options()) {
      String given = given(option, command);
      if (given != null && belonging.contains(option.longestName())) {
        line.append(' ').append(option.longestName()).append(' ').append(given);
      }
    }
    return line.toString();
  }

  /** What a command was given for an option, by its line or by a variable; null if nothing was. */
  private static @Nullable String given(OptionSpec option, ParseResult command) {
    return command.hasMatchedOption(option)
        ? String.join(",", option.stringValues())
        : new EnvironmentDefaults().defaultValue(option);
  }

  private static Object yaml(OptionSpec option, String text) {
    if (option.longestName().equals("--deltas-file")) {
      return Path.of(text).toAbsolutePath().toString();
    }
    return option.splitRegex().isEmpty() || !text.contains(",")
        ? text
        : List.of(text.split(",", -1));
  }
}
