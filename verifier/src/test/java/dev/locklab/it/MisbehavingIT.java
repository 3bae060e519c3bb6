package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A strategy that does what none may, in worker JVMs of its own: it is caught, and named. */
class MisbehavingIT {

  @TempDir private static Path plugin;
  private static String classPath = "";

  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws IOException {
    classPath = Plugin.classPath(plugin);
  }

  /** What a run of two workers with 60 updates each prints, in one line. */
  private String run(String fault, int exitCode, String... more) throws Exception {
    String[] args =
        Stream.concat(
                Stream.of("run", "--strategy", "faulty", "--workers", "2", "--updates", "60"),
                Stream.of(more))
            .toArray(String[]::new);
    Map<String, String> environment = Map.of("FAULT", fault);
    try (Cli cli = Cli.start(List.of(), classPath, folder, Cli.VERIFIER, environment, args)) {
      assertThat(cli.exitCode()).as(cli.output()).isEqualTo(exitCode);
      return cli.output().replaceAll("\\s+", " ");
    }
  }

  private String log() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve(".locklab"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".log")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void anErrorInEnterIsNamedWithWorkerThreadAndStage() throws Exception {
    assertThat(run("enter", 2))
        .contains("w1#0 stopped before its work was done")
        .contains("defect of the strategy in enter: NoSuchMethodError: Jedis.set")
        .doesNotContain("never intended");
    assertThat(log()).contains("w1#0", "NoSuchMethodError", "at plugin.Faulty");
  }

  @Test
  void anErrorInReleaseIsNamedAndTheUpdateIsNoPhantom() throws Exception {
    assertThat(run("release", 2))
        .contains("defect of the strategy in release: NoSuchMethodError: Jedis.eval")
        .doesNotContain("never intended", "UNEXPLAINED");
  }

  @Test
  void anErrorInCloseIsNamedAndCostsNothing() throws Exception {
    assertThat(run("close", 0)).contains("CONSISTENT", "close: NoSuchMethodError: Jedis.close");
  }

  @Test
  void anErrorInOpenIsToldAtOnce() throws Exception {
    assertThat(run("open", 69))
        .contains("worker w")
        .contains(
            "cannot prepare: defect of the strategy in open: NoClassDefFoundError:"
                + " io/lettuce/core/RedisClient");
    assertThat(log()).contains("NoClassDefFoundError");
  }

  @Test
  void soIsOneInTheRehearsal() throws Exception {
    assertThat(run("rehearsal", 69))
        .contains("cannot prepare: defect of the strategy in enter: NoSuchMethodError: Jedis.set");
  }

  @Test
  void anInterruptLeftOrThrownIsTheStrategys() throws Exception {
    assertThat(run("interrupt", 0))
        .contains("CONSISTENT", "2 times: the strategy left its thread interrupted")
        .doesNotContain("told to stop before");
    assertThat(run("throws-interrupt", 2))
        .contains("2 times: the strategy left its thread interrupted");
  }

  @Test
  void aRehearsalThatHangsIsAStallAndSaysWhere() throws Exception {
    assertThat(run("hang", 2, "--patience", "1s"))
        .contains("STALLED", "rehearsing, in plugin.Faulty.hang:", "w1#0, w2#0");
  }

  @Test
  void aThreadThatHeedsNoInterruptIsLeftBehindAndSaysWhere() throws Exception {
    assertThat(run("deaf", 2, "--patience", "1s"))
        .contains("STALLED", "in plugin.Faulty.hang:", "heeded no interrupt")
        .doesNotContain("died");
  }
}
