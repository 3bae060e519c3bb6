package dev.locklab.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.exit.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFolderTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ResultsFolderTest() {}

  private final Map<String, String> container =
      Map.of("LOCKLAB_RESULTS", "/results/locklab", "LOCKLAB_HOST_RESULTS", "/srv/out/locklab");

  @Test
  void inAContainerAFolderIsCalledWhatTheHostCallsIt() {
    assertThat(ResultsFolder.shown(Path.of("/results/locklab/run"), container))
        .isEqualTo("/srv/out/locklab/run");
    assertThat(ResultsFolder.shown(Path.of("/results/locklab"), container))
        .isEqualTo("/srv/out/locklab");
    assertThat(ResultsFolder.shown(Path.of("/elsewhere"), container)).isEqualTo("/elsewhere");
    assertThat(ResultsFolder.shown(Path.of(".locklab/run"), Map.of())).isEqualTo(".locklab/run");
    assertThat(ResultsFolder.shown(Path.of("x"), Map.of("LOCKLAB_HOST_RESULTS", "")))
        .isEqualTo("x");
  }

  @Test
  void aFolderIsMadeAndNothingIsLeftInIt() throws IOException {
    Path made = ResultsFolder.writable("the report folder", folder.resolve("a/b"));
    assertThat(made).isEmptyDirectory();
  }

  @Test
  void whatCannotBeWrittenToIsToldWithItsReason() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> ResultsFolder.writable("the report folder", file))
        .withMessage("the report folder " + file + " cannot be written to: it is a file");
  }

  @Test
  void inAContainerTheHostsVariablesAreNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Map<String, String> environment =
        Map.of("LOCKLAB_RESULTS", file.toString(), "LOCKLAB_HOST_RESULTS", "/srv/locklab");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> ResultsFolder.writable("the results folder", file, environment))
        .withMessage(
            "the results folder /srv/locklab cannot be written to: it is a file; LOCKLAB_RESULTS"
                + " must name a folder of the host that LOCKLAB_UID and LOCKLAB_GID (1000 and 1000"
                + " unless set) may write to");
  }
}
