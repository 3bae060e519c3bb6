package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.strategy.Strategy;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends the verifier before it can do anything: one line that says what it was. */
class DefectIT {

  private static final int THREADS = 100_000;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  DefectIT() {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "strategies",
        "run --strategy race",
        "compare --strategies race",
        "compare --strategies all",
        "schedules --strategy race",
        "outcomes --strategy race",
        "once --strategy trylock",
        "scenario frozen-holder"
      })
  void aServicesFileThatNamesAMissingClassIsWrongUsage(String command) throws Exception {
    Path services = Files.createDirectories(folder.resolve("plugin/META-INF/services"));
    Files.write(services.resolve(Strategy.class.getName()), List.of("probe.Nowhere"));
    String path = folder.resolve("plugin") + ":" + System.getProperty("java.class.path");

    try (Cli cli =
        Cli.start(List.of(), path, folder, Cli.VERIFIER, Map.of(), command.split(" ", -1))) {
      assertThat(cli.exitCode()).as(cli.output()).isEqualTo(64);
      assertThat(cli.output().lines())
          .hasSize(1)
          .allMatch(
              line ->
                  line.endsWith(
                      ": a strategy on the class path cannot be loaded:"
                          + " Provider probe.Nowhere not found"));
    }
  }

  @Test
  void aHeapThatIsTooSmallIsOneLineAndADefect() throws Exception {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(
        run.resolve("spec.json"),
        """
        {"run":"r","strategy":"race","promise":"NONE","opening":0,"workers":1,"threads":1,\
        "seed":1,"final":0}
        """);
    Files.writeString(run.resolve("journal.ndjson"), "");
    try (Writer tallies = Files.newBufferedWriter(run.resolve("tallies.json"))) {
      tallies.write("[");
      for (int thread = 0; thread < THREADS; thread++) {
        tallies.write(
            "%s{\"worker\":\"w1\",\"thread\":%s,\"applied\":{\"seqs\":\"1,3,5,7,9\",\"sum\":1}}"
                .formatted(thread == 0 ? "" : ",", thread));
      }
      tallies.write("]");
    }
    try (Cli cli =
        Cli.start(
            folder,
            Cli.VERIFIER,
            Map.of("JDK_JAVA_OPTIONS", "-Xmx16m"),
            "check",
            "--journal",
            run.toString())) {
      assertThat(cli.exitCode()).as(cli.output()).isEqualTo(70);
      assertThat(cli.output().lines().filter(line -> !line.contains("JDK_JAVA_OPTIONS")))
          .hasSize(1)
          .allMatch(line -> line.equals("verifier: out of memory; give it more with java -Xmx"));
    }
  }
}
