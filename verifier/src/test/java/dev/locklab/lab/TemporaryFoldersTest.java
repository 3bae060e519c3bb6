package dev.locklab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFoldersTest {

  @TempDir private Path temporary;

  @SuppressWarnings("NullAway.Init")
  TemporaryFoldersTest() {}

  @Test
  void whatAKilledProcessLeftBehindIsSweptAndWhatALivingOneUsesIsNot() throws Exception {
    Process living = holder();
    Process killed = holder();
    Path used = made(living);
    Path left = made(killed);
    Files.createDirectory(left.resolve("inside"));
    Files.writeString(left.resolve("inside").resolve("file"), "x");
    try {
      TemporaryFolders.sweep(temporary);
      assertThat(names()).isEqualTo(names(used, left));

      killed.destroyForcibly().waitFor();
      TemporaryFolders.sweep(temporary);
      assertThat(names()).isEqualTo(names(used));

      living.destroyForcibly().waitFor();
      TemporaryFolders.sweep(temporary);
      assertThat(names()).isEmpty();
    } finally {
      living.destroyForcibly();
      killed.destroyForcibly();
    }
  }

  @Test
  void ofLinksAndOfFoldersThatNobodySaidToOwnNothingIsTouched() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("owned"));
    Files.createSymbolicLink(temporary.resolve("locklab-link"), elsewhere);
    Files.createDirectory(temporary.resolve("locklab-older"));
    Path linked = Files.createDirectory(temporary.resolve("locklab-linked"));
    Files.createSymbolicLink(linked.resolve("owned"), elsewhere.resolve("owned"));
    Files.createFile(temporary.resolve("locklab-file"));

    TemporaryFolders.sweep(temporary);

    assertThat(elsewhere.resolve("owned")).exists();
    assertThat(names())
        .containsExactlyInAnyOrder(
            "elsewhere", "locklab-link", "locklab-older", "locklab-linked", "locklab-file");
  }

  @Test
  void aLinkInsideIsDeletedAndNotWhatItLeadsTo() throws Exception {
    Path precious = Files.createFile(Files.createDirectory(temporary.resolve("p")).resolve("file"));
    Process killed = holder();
    Path left = made(killed);
    Files.createSymbolicLink(left.resolve("link"), precious.getParent());
    killed.destroyForcibly().waitFor();

    TemporaryFolders.sweep(temporary);

    assertThat(left).doesNotExist();
    assertThat(precious).exists();
  }

  @Test
  void theFoldersOfThisProcessStayUntilTheyAreDeleted() {
    Path mine = TemporaryFolders.create("test");
    TemporaryFolders.sweep();
    TemporaryFolders.sweep();
    assertThat(mine).isDirectory();
    TemporaryFolders.delete(mine);
    assertThat(mine).doesNotExist();
  }

  /** A process that makes a folder, says which, and waits to be killed. */
  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path made(Process holder) throws IOException {
    BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
    return Path.of(said.readLine());
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> inside = Files.list(temporary)) {
      return inside
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> names(Path... folders) {
    return new TreeSet<>(Stream.of(folders).map(f -> f.getFileName().toString()).toList());
  }

  /** What {@link #holder} runs. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      List.of(TemporaryFolders.create("test")).forEach(System.out::println);
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
