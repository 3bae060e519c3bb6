package dev.locklab.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.exit.UsageException;
import dev.locklab.lab.Schedules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentFolderTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ExperimentFolderTest() {}

  @Test
  void whatIsNoFolderOfRunsIsToldApart() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    refuses(file, file + " is no folder");
    refuses(folder, "there is no run in " + folder);
    Path none = folder.resolve("none");
    refuses(none, "there is no folder " + none);
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    refuses(pipe, pipe + " is no folder");
    assertThat(Schedules.readAll(pipe)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []               | not a JSON object
          {                | Unexpected end-of-input
          {'repeats': []}  | the key 'repeats': a value of the wrong kind
          {'repeats': 'x'} | the key 'repeats': a value of the wrong kind
          """)
  void aSetupThatIsNoneIsToldWithoutClassNames(String setup, String why) throws IOException {
    Path file = folder.resolve("setup.json");
    Files.writeString(file, setup.replace('\'', '"'));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new ExperimentFolder(folder).setup())
        .withMessageStartingWith(file + ": " + why)
        .withMessageNotContaining("dev.locklab")
        .withMessageNotContaining("REDACTED");
  }

  private static void refuses(Path folder, String why) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new ExperimentFolder(folder).read())
        .withMessage(why);
  }
}
