package dev.locklab.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.UsageException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Evidence made to hurt whoever reads it: each is refused or judged, in one line and in time. */
@Timeout(20)
class HostileEvidenceTest {

  private static final String SPEC =
      """
      {"run":"r1","strategy":"race","promise":"NONE","opening":0,"workers":1,"threads":1,
       "seed":42,"final":100}
      """;

  private static final String WRITE =
      """
      {"version":1,"saw":0,"delta":100,"value":100,"worker":"w1","thread":0,"seq":0}
      """;

  private static final String TALLIES =
      """
      [{"worker":"w1","thread":0,"applied":{"seqs":"0","sum":100}}]
      """;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  HostileEvidenceTest() {}

  @Test
  void nobodyHasNoName() throws IOException {
    save(SPEC.replace("\"race\"", "null"), WRITE, TALLIES);
    assertRefused("spec.json: the key 'strategy' must not be null");
    save(SPEC.replace("\"NONE\"", "null"), WRITE, TALLIES);
    assertRefused("spec.json: the key 'promise' must not be null");
    save(SPEC, WRITE, TALLIES.replace("\"w1\"", "null"));
    assertRefused("tallies.json: the key 'worker' must not be null");
    save(SPEC, WRITE.replace("\"w1\"", "null"), TALLIES);
    assertRefused("journal.ndjson, line 1: not a write of the lab's");
    save(SPEC.replace("\"final\"", "\"dead\":[null],\"final\""), WRITE, TALLIES);
    assertRefused("spec.json: the key 'dead' must not have null in its list");
  }

  @Test
  void aKeyThatStandsTwiceSaysTwoThings() throws IOException {
    save(SPEC.replace("\"final\":100", "\"final\":100,\"final\":7"), WRITE, TALLIES);
    assertRefused("spec.json: Duplicate field 'final'");
    save(SPEC, WRITE.replace("\"delta\":100", "\"delta\":7,\"delta\":100"), TALLIES);
    assertRefused("journal.ndjson, line 1: Duplicate field 'delta'");
  }

  @Test
  void aLineWithoutEndIsRefused() throws IOException {
    save(SPEC, null, TALLIES);
    byte[] blank = new byte[1 << 20];
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("journal.ndjson.gz")))) {
      for (int i = 0; i < 256; i++) {
        out.write(blank);
      }
    }
    assertRefused("journal.ndjson.gz, line 1: cannot be read: the line is longer than 1,048,576");
  }

  @Test
  void aRangeWithoutEndIsRefusedAndALongOneCounted() throws IOException {
    save(SPEC, WRITE, TALLIES.replace("\"0\"", "\"0-9223372036854775807\""));
    assertRefused("goes beyond 2147483647");
    save(SPEC, WRITE, TALLIES.replace("\"0\"", "\"0-2147483647\""));
    assertThat(judged().verdict()).isEqualTo(Verdict.STORE_LOST_WRITES);
  }

  @Test
  void thousandsOfNamesOnTheHighestThreadCostWhatTheyAre() throws IOException {
    save(SPEC, null, TALLIES);
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("journal.ndjson"))) {
      for (int i = 1; i <= 15_000; i++) {
        out.write(
            "{\"version\":%d,\"saw\":%d,\"delta\":1,\"value\":%d,\"worker\":\"x%d\",\"thread\":100000,\"seq\":%d}%n"
                .formatted(i, i - 1, i, i, 2_000_000_000L + i));
      }
    }
    // A row of all threads below the highest, for each name, would be 6 GB.
    assertThat(judged().verdict()).isEqualTo(Verdict.UNEXPLAINED);
  }

  @Test
  void timesAreTimes() throws IOException {
    save(SPEC, WRITE.replace("\"seq\":0", "\"seq\":0,\"readAt\":-9223372036854775808"), TALLIES);
    assertRefused("journal.ndjson, line 1: not a write of the lab's");
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    save(SPEC, WRITE, null);
    Files.createDirectory(folder.resolve("tallies.json"));
    assertRefused("tallies.json is a folder, and no file");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeIsNotWaitedFor() throws Exception {
    for (String file : new String[] {"spec.json", "journal.ndjson", "tallies.json"}) {
      save(SPEC, WRITE, TALLIES);
      Files.delete(folder.resolve(file));
      Process made = new ProcessBuilder("mkfifo", folder.resolve(file).toString()).start();
      assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertRefused(file + " is a pipe or a device, and no file");
      Files.delete(folder.resolve(file));
    }
  }

  @Test
  void aRunsIdIsNoPath() throws IOException {
    Path run = Files.createDirectory(folder.resolve("renamed"));
    Files.writeString(run.resolve("spec.json"), SPEC.replace("\"r1\"", "\"../../../etc\""));
    Files.writeString(run.resolve("journal.ndjson"), WRITE);
    Files.writeString(run.resolve("tallies.json"), TALLIES);
    ExperimentFolder experiment = new ExperimentFolder(folder);
    assertThat(experiment.evidence("../../../etc").spec().run()).isEqualTo("../../../etc");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> experiment.evidence("../renamed"))
        .withMessageStartingWith("there is no run '../renamed' in");
  }

  private Findings judged() {
    return Judged.of(new RunFolder(folder).read()).findings();
  }

  private void assertRefused(String why) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::judged)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  private void save(String spec, @Nullable String journal, @Nullable String tallies)
      throws IOException {
    Files.writeString(folder.resolve("spec.json"), spec, StandardCharsets.UTF_8);
    if (journal != null) {
      Files.writeString(folder.resolve("journal.ndjson"), journal);
    }
    if (tallies != null) {
      Files.writeString(folder.resolve("tallies.json"), tallies);
    }
  }
}
