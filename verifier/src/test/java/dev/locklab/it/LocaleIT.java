package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language of the machine changes neither a digit nor a letter, of verifier and workers. */
class LocaleIT {

  private static final List<String> LOCALES = List.of("ar-EG", "tr-TR", "de-DE");

  @TempDir Path folder;

  @Test
  void aComparisonIsWrittenAlikeEverywhere() throws Exception {
    Cli compare =
        under(
            "ar-EG",
            "compare",
            "--strategies",
            "race,trylock,incr",
            "--workers",
            "2",
            "--updates",
            "1200");
    assertThat(compare.exitCode()).as(compare.output()).isLessThanOrEqualTo(2);
    assertThat(compare.output()).contains("1,200 updates each").doesNotContain("Exception");
    assertThat(foreignDigits(compare.output())).isEmpty();

    String kept =
        compare
            .output()
            .lines()
            .filter(line -> line.startsWith("Kept in "))
            .map(line -> line.substring("Kept in ".length()))
            .findFirst()
            .orElseThrow();
    for (String format : List.of("text", "csv", "json", "md")) {
      String english = rendered("en-US", kept, format);
      assertThat(english).isNotBlank();
      for (String locale : LOCALES) {
        assertThat(rendered(locale, kept, format)).as(locale).isEqualTo(english);
      }
    }
  }

  private String rendered(String locale, String kept, String format) throws Exception {
    Cli report = under(locale, "report", kept, "--format", format);
    assertThat(report.exitCode()).as(report.output()).isLessThanOrEqualTo(2);
    assertThat(foreignDigits(report.output())).isEmpty();
    return report.output().lines().skip(1).reduce("", (a, b) -> a + b + "\n");
  }

  /** The verifier, and the workers that it starts: they inherit what is in the environment. */
  private Cli under(String locale, String... args) throws IOException {
    String[] parts = locale.split("-", -1);
    String options = "-Duser.language=" + parts[0] + " -Duser.country=" + parts[1];
    return Cli.start(folder, Cli.VERIFIER, Map.of("JAVA_TOOL_OPTIONS", options), args);
  }

  private static String foreignDigits(String text) {
    return text.codePoints()
        .filter(letter -> Character.isDigit(letter) && letter > '9')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
