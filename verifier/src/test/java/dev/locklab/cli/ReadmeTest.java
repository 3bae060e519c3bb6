package dev.locklab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.locklab.options.CommandLines;
import dev.locklab.strategy.Limits;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import dev.locklab.worker.WorkerMain;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What README shows can be pasted: its programs compile, and its commands are ones that exist. */
class ReadmeTest {

  /** The strategy that README's reader writes. */
  private static final String OF_THE_READER = "mine";

  /** Where a command of the lab's begins, and which. */
  private static final Pattern START =
      Pattern.compile(
          "(?:^|&& |[A-Z_]+=\\S+ )(?:verifier|java -jar (?:verifier/target/verifier|worker/target/"
              + "(worker))\\.jar|java -cp \\S+ dev\\.locklab\\.cli\\.VerifierMain) (.*)");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  /** Words of other programs that README's sentences speak of. */
  private static final Set<String> OF_OTHERS = Set.of("--scale", "--some-thing");

  private static final Set<String> TAKE_STRATEGIES = Set.of("--strategy", "--strategies");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ReadmeTest() {}

  static List<String> programs() throws IOException {
    return blocks("java");
  }

  static List<String> commands() throws IOException {
    return blocks("sh").stream()
        .flatMap(String::lines)
        .map(line -> line.replaceFirst("(^| )#.*", "").strip())
        .filter(line -> START.matcher(line).find())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aProgramCompilesAsItStands(String program) {
    String name =
        Pattern.compile("^(?:public final )?class (\\w+)", Pattern.MULTILINE)
            .matcher(program)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return program;
          }
        };
    StringWriter said = new StringWriter();
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    List<String> options =
        List.of("-proc:none", "--release", "17", "-d", folder.toString(), "-cp", classPath());
    assertThat(compiler.getTask(said, null, null, options, null, List.of(source)).call())
        .as(said.toString())
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandHasOnlyOptionsAndStrategiesThatThereAre(String command) {
    MatchResult found = START.matcher(command).results().findFirst().orElseThrow();
    CommandLine line =
        CommandLines.of(found.group(1) == null ? new VerifierMain() : new WorkerMain());
    String[] arguments = found.group(2).strip().split(" +");
    assertThatCode(() -> line.parseArgs(arguments)).doesNotThrowAnyException();
    CommandLine.ParseResult parsed = line.parseArgs(arguments);
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    for (OptionSpec option : parsed.matchedOptions()) {
      if (TAKE_STRATEGIES.contains(option.longestName())) {
        assertThat(strategies())
            .containsAll(
                split(option.stringValues()).stream().map(ReadmeTest::withoutVersion).toList());
      }
    }
  }

  private static String withoutVersion(String strategy) {
    return strategy.replaceFirst("@.*", "");
  }

  @Test
  void itsSentencesSpeakOnlyOfOptionsThatThereAre() throws IOException {
    String sentences = readme().replaceAll("(?ms)^```(sh)?$.*?^```$", "");
    Set<String> named =
        OPTION.matcher(sentences).results().map(MatchResult::group).collect(Collectors.toSet());
    Set<String> known = new TreeSet<>(OF_OTHERS);
    CommandLine verifier = CommandLines.of(new VerifierMain());
    Stream.concat(
            Stream.of(verifier, CommandLines.of(new WorkerMain())),
            verifier.getSubcommands().values().stream())
        .forEach(line -> known.addAll(line.getCommandSpec().optionsMap().keySet()));
    assertThat(named).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void thereIsSomethingToTest() throws IOException {
    assertThat(programs()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(commands()).hasSizeGreaterThan(20).anyMatch(line -> line.contains("worker.jar"));
  }

  private static Set<String> strategies() {
    Set<String> names =
        Stream.concat(Strategies.known().stream(), Limits.all().stream())
            .map(Strategy::name)
            .collect(Collectors.toCollection(TreeSet::new));
    names.add("all");
    names.add(OF_THE_READER);
    return names;
  }

  private static List<String> split(List<String> values) {
    return values.stream().flatMap(value -> Arrays.stream(value.split(","))).toList();
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("^```" + language + "$\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(readme())
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("../README.md"));
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
