package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README tells its readers to do for a lock of their own, done as it stands. */
class ReadmeIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ReadmeIT() {}

  @Test
  void a_lock_of_ones_own_takes_part_beside_the_others() throws Exception {
    Files.writeString(folder.resolve("MyLock.java"), Readme.block("java", "class MyLock "));
    Path jar = Files.createDirectories(folder.resolve("verifier/target")).resolve("verifier.jar");
    Files.copy(Path.of("target/verifier.jar"), jar);
    Path said = folder.resolve("said.txt");
    ProcessBuilder pasted =
        new ProcessBuilder("bash", "-euc", Readme.block("sh", "MyLock.java"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    pasted.environment().put("LOCKLAB_DURATION", "1s");
    pasted.environment().put("LOCKLAB_WORKERS", "2");

    int code = pasted.start().waitFor();

    assertThat(said).content().containsPattern("(?m)^mine +lease +(OK|UNKNOWN) +[1-9]");
    assertThat(said).content().contains("mine lost none.");
    assertThat(code).isIn(0, 2);
  }
}
