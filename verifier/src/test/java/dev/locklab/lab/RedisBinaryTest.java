package dev.locklab.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBinaryTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  RedisBinaryTest() {}

  @Test
  void aProgramThatSomebodyStillWritesToIsAskedAgain() throws Exception {
    Path file = RedisBinary.carried(folder).file();
    CompletableFuture<Boolean> runs = new CompletableFuture<>();
    Thread asking = new Thread(() -> runs.complete(RedisBinary.ask(file) != null), "asking");
    try (OutputStream open = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      asking.start();
      // Asleep between two attempts, and not done.
      await().until(() -> asking.getState() == Thread.State.TIMED_WAITING || runs.isDone());
      assertThat(runs).isNotDone();
      open.flush();
    }

    assertThat(runs.get()).isTrue();
  }

  @Test
  void whatIsNoServerIsNone() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "#!/bin/sh\necho none\n");
    assertThat(other.toFile().setExecutable(true)).isTrue();

    assertThat(RedisBinary.ask(other)).isNull();
  }
}
