package dev.locklab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code String.formatted} writes numbers in the digits of the machine's language: it may be given
 * texts, and {@code %s} for a number, which is the same everywhere.
 */
class LocaleTest {

  private static final Pattern CALL = Pattern.compile("\\.formatted\\(");
  private static final Pattern NUMBER = Pattern.compile("%[-,0-9.]*[dfexX]");

  @Test
  void nothingFormatsANumberInTheLocaleOfTheMachine() throws IOException {
    List<String> found = new ArrayList<>();
    for (String module : List.of("core", "worker", "verifier")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String source = Files.readString(file);
          for (Matcher call = CALL.matcher(source); call.find(); ) {
            if (NUMBER.matcher(statement(source, call.start())).find()) {
              found.add(file.getFileName() + ": " + statement(source, call.start()).strip());
            }
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** What stands before a place in its statement: the format, however it is put together. */
  private static String statement(String source, int end) {
    int begin = Math.max(source.lastIndexOf(';', end), source.lastIndexOf("{\n", end));
    return source.substring(begin + 1, end);
  }
}
