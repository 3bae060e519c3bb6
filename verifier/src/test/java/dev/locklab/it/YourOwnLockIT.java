package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Projects of other people that put their locks to the test, built by the Maven of this machine.
 */
class YourOwnLockIT {

  private static final String VERSION = "1.0.0-SNAPSHOT";

  /** With two that are tests of the contract anyway, and leave time for others. */
  private static final List<String> QUICK = List.of("key-deleted", "reply-lost-at-commit");

  @TempDir private static Path repository;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  YourOwnLockIT() {}

  /** What {@code mvn install} would put there; whatever else there is is that of this machine. */
  @BeforeAll
  static void install() throws IOException {
    Path local = localRepository();
    Path ours = Files.createDirectories(repository.resolve("dev/locklab"));
    link(local, repository, "dev");
    link(local.resolve("dev"), repository.resolve("dev"), "locklab");
    place(ours, "redis-lock-lab", Path.of("../pom.xml"), "pom");
    for (String module : List.of("core", "worker", "verifier")) {
      String artifact = "locklab-" + module;
      place(ours, artifact, Path.of("..", module, "pom.xml"), "pom");
      place(
          ours,
          artifact,
          Path.of("..", module, "target", artifact + "-" + VERSION + ".jar"),
          "jar");
    }
  }

  private static Path localRepository() {
    try (Context maven =
        Runtimes.INSTANCE
            .getRuntime()
            .create(ContextOverrides.create().withUserSettings(true).build())) {
      return maven
          .repositorySystemSession()
          .getLocalRepository()
          .getBasedir()
          .toPath()
          .toAbsolutePath();
    }
  }

  private static void link(Path from, Path to, String except) throws IOException {
    if (Files.isDirectory(from)) {
      try (Stream<Path> all = Files.list(from)) {
        for (Path one : all.filter(path -> !path.endsWith(except)).toList()) {
          Files.createSymbolicLink(to.resolve(one.getFileName()), one);
        }
      }
    }
  }

  private static void place(Path ours, String artifact, Path file, String kind) throws IOException {
    Path place = Files.createDirectories(ours.resolve(artifact).resolve(VERSION));
    Files.copy(file, place.resolve("%s-%s.%s".formatted(artifact, VERSION, kind)));
  }

  @Test
  void whatReadmeShowsIsAWholeProject() throws Exception {
    Files.writeString(folder.resolve("pom.xml"), Readme.block("xml", "<artifactId>jedis-lock<"));
    Path source = Files.createDirectories(folder.resolve("src/test/java"));
    Files.writeString(
        source.resolve("JedisLockTest.java"), Readme.block("java", "class JedisLockTest "));

    String said = mvn("-Dtest=JedisLockTest#*Key*+is*+tells*+excludes*+leaves*");

    assertThat(said).contains("BUILD SUCCESS").containsPattern("Tests run: 6, Failures: 0");
  }

  @Test
  void springsLockKeepsTheContractAndItsBrokenTwinsDoNot() throws Exception {
    copy(Path.of("src/test/projects/own-lock"), folder);

    String said =
        mvn(
            "-Dmaven.test.failure.ignore",
            // Whoever has many locks judges them side by side.
            "-Djunit.jupiter.execution.parallel.enabled=true",
            "-Djunit.jupiter.execution.parallel.mode.classes.default=concurrent",
            "-Dscenarios=" + String.join(",", QUICK),
            "-Dtest=SpringLockTest,UnlocksWithoutOwnerCheckTest,IgnoresTryLockTest#tells*+excludes*,"
                + "ReleasesBeforeTheWriteTest#excludes*");

    assertThat(failed("SpringLockTest")).as(said).isEmpty();
    assertThat(tests("SpringLockTest")).as(said).isEqualTo(8 + QUICK.size());
    assertThat(failed("UnlocksWithoutOwnerCheckTest"))
        .as(said)
        .containsExactly("isReleasedByNobodyButItsHolder");
    assertThat(failed("IgnoresTryLockTest"))
        .as(said)
        .contains("tellsAtOnceThatItIsTaken", "excludesOthersFromReadToWrite");
    assertThat(failed("ReleasesBeforeTheWriteTest"))
        .as(said)
        .contains("excludesOthersFromReadToWrite");
    assertThat(said)
        .contains("releases-before-the-write should have lost nothing: FAILED")
        .contains("Kept in " + folder.toRealPath().resolve("target/locklab"));
    try (Stream<Path> kept = Files.walk(folder.resolve("target/locklab"))) {
      assertThat(kept).anyMatch(file -> file.endsWith("report.html"));
    }
  }

  private String mvn(String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("mvn", "-B", "-Dmaven.repo.local=" + repository, "-Dstyle.color=never"));
    command.addAll(List.of(options));
    command.add("test");
    Path said = folder.resolve("said.txt");
    new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start()
        .waitFor();
    return Files.readString(said);
  }

  private String report(String test) throws IOException {
    return Files.readString(folder.resolve("target/surefire-reports/TEST-shop." + test + ".xml"));
  }

  private int tests(String test) throws IOException {
    return (int) Pattern.compile("<testcase ").matcher(report(test)).results().count();
  }

  private List<String> failed(String test) throws IOException {
    Matcher cases =
        Pattern.compile("<testcase name=\"(\\w+)[^>]*[^/]>\\s*<(?:failure|error)")
            .matcher(report(test));
    return cases.results().map(found -> found.group(1)).toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        Files.createDirectories(target.getParent());
        Files.copy(one, target);
      }
    }
  }
}
