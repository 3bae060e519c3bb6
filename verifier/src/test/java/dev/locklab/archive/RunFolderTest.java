package dev.locklab.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Findings;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.UsageException;
import dev.locklab.run.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  /** The smallest files that the formats allow. */
  private static final String SPEC =
      """
      {"run":"r1","strategy":"race","promise":"NONE","opening":0,"workers":2,"threads":1,
       "seed":42,"final":-100}
      """;

  private static final String JOURNAL =
      """
      {"version":1,"saw":0,"delta":100,"value":100,"worker":"w1","thread":0,"seq":0}
      {"version":2,"saw":0,"delta":-100,"value":-100,"worker":"w2","thread":0,"seq":0}
      """;

  private static final String TALLIES =
      """
      [{"worker":"w1","thread":0,"applied":{"seqs":"0","sum":100}},
       {"worker":"w2","thread":0,"applied":{"seqs":"0","sum":-100}}]
      """;

  @TempDir Path folder;

  @Test
  void aRunReadsBackAsItWas() throws IOException {
    Evidence written =
        History.opening(-5)
            .write("w1", 0, +100)
            .held(10, 20)
            .write("w2#1", 0, -100, Outcome.UNKNOWN)
            .report("w1", +3, Outcome.BUSY)
            .clock("w2#1", -7, 8)
            .of("lock", Promise.WHILE_LEASE_HELD)
            .lease(Duration.ofMillis(1_500))
            .died("w3")
            .stalled()
            .stopped("Redis is read-only")
            .evidence();
    assertReadsBack(written);
  }

  @Test
  void aRunWhoseBalanceCouldNotBeReadReadsBackAsItWas() throws IOException {
    assertReadsBack(History.opening(0).write("w1", 0, +100).balanceNotFound().evidence());
  }

  @Test
  void aRunWithoutAJournalReadsBackAsItWas() throws IOException {
    assertReadsBack(History.opening(0).write("w1", 0, +100).journalOff().evidence());
  }

  @Test
  void whatOthersWroteByTheDocumentedFormatIsRead() throws IOException {
    save(SPEC, JOURNAL, TALLIES);
    Findings findings = Judged.of(new RunFolder(folder).read()).findings();
    assertThat(findings.verdict()).isEqualTo(Verdict.LOST_UPDATES);
    assertThat(findings.money().drift()).isEqualTo(-100);
  }

  @Test
  void aPackedJournalIsRead() throws IOException {
    save(SPEC, null, TALLIES);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("journal.ndjson.gz")))) {
      out.write(JOURNAL.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(new RunFolder(folder).read().journal()).hasSize(2);
  }

  @Test
  void aPackedJournalThatIsCutOffIsRefused() throws IOException {
    save(SPEC, null, TALLIES);
    Files.write(folder.resolve("journal.ndjson.gz"), new byte[] {31, (byte) 139, 8, 0, 0, 0});
    assertRefused("journal.ndjson.gz cannot be read: EOFException");
  }

  @Test
  void theJournalIsReadAnewEachTime() throws IOException {
    save(SPEC, JOURNAL, TALLIES);
    Iterable<Write> journal = new RunFolder(folder).read().journal();
    assertThat(journal).hasSize(2);
    assertThat(journal).hasSize(2);
  }

  @Test
  void aTruncatedJournalIsNamedByItsLine() throws IOException {
    save(SPEC, JOURNAL.substring(0, JOURNAL.length() - 20), TALLIES);
    assertRefused("journal.ndjson, line 2: Unexpected end-of-input");
  }

  @Test
  void whatIsNotJsonIsNamedByItsLine() throws IOException {
    save(SPEC, JOURNAL + "version 3: +5\n", TALLIES);
    assertRefused("journal.ndjson, line 3: Unrecognized token 'version'");
    save(SPEC, JOURNAL + "\n" + JOURNAL, TALLIES);
    assertRefused("journal.ndjson, line 3: ");
    save(SPEC, "null\n" + JOURNAL, TALLIES);
    assertRefused("journal.ndjson, line 1: ");
    save(SPEC, JOURNAL.replace("}\n", "},\n"), TALLIES);
    assertRefused("journal.ndjson, line 1: ");
  }

  @Test
  void aMissingKeyIsNamed() throws IOException {
    save(SPEC, JOURNAL.replace("\"saw\":0,\"delta\":-100,", "\"saw\":0,"), TALLIES);
    assertRefused("journal.ndjson, line 2: Missing required creator property 'delta'");
    save(SPEC, JOURNAL, TALLIES.replace("\"worker\":\"w1\",", ""));
    assertRefused("tallies.json: Missing required creator property 'worker'");
    for (String key :
        new String[] {"run", "strategy", "promise", "opening", "workers", "threads", "seed"}) {
      save(SPEC.replace('"' + key + '"', "\"other\""), JOURNAL, TALLIES);
      assertRefused("spec.json: Missing required creator property '" + key + "'");
    }
  }

  @Test
  void withoutTheBalanceFoundThereIsNothingToCheck() throws IOException {
    save(SPEC.replace(",\"final\":-100", ""), JOURNAL, TALLIES);
    assertRefused("spec.json: the key 'final' is missing");
  }

  @Test
  void aNumberIsANumber() throws IOException {
    save(SPEC, JOURNAL.replace("\"delta\":100,", "\"delta\":1.5,"), TALLIES);
    assertRefused("journal.ndjson, line 1: ");
    save(SPEC, JOURNAL.replace("\"delta\":100,", "\"delta\":null,"), TALLIES);
    assertRefused("journal.ndjson, line 1: ");
    save(SPEC, JOURNAL.replace("\"delta\":100,", "\"delta\":9223372036854775808,"), TALLIES);
    assertRefused("journal.ndjson, line 1: ");
    save(SPEC.replace("\"workers\":2", "\"workers\":0"), JOURNAL, TALLIES);
    assertRefused("--workers must be at least 1, not 0");
  }

  @Test
  void sequenceNumbersAreSmallAndNotNegative() throws IOException {
    save(SPEC, JOURNAL.replace("\"seq\":0", "\"seq\":-1"), TALLIES);
    assertRefused("journal.ndjson, line 1: ");
    save(SPEC, JOURNAL.replace("\"seq\":0", "\"seq\":2147483648"), TALLIES);
    assertRefused("journal.ndjson, line 1: ");
  }

  @Test
  void otherFilesAreRefusedToo() throws IOException {
    save("[]", JOURNAL, TALLIES);
    assertRefused("spec.json: not a JSON object");
    save("", JOURNAL, TALLIES);
    assertRefused("spec.json: not a JSON object");
    save("{", JOURNAL, TALLIES);
    assertRefused("spec.json: Unexpected end-of-input");
    save(SPEC, JOURNAL, "");
    assertRefused("tallies.json: ");
    save(SPEC, JOURNAL, "{}");
    assertRefused("tallies.json: ");
    save(SPEC, JOURNAL, "null");
    assertRefused("tallies.json: ");
    save(SPEC, JOURNAL, "[null]");
    assertRefused("tallies.json: ");
    save(SPEC, JOURNAL, TALLIES.replace("\"seqs\":\"0\"", "\"seqs\":\"all\""));
    assertRefused("'all' is not a range such as 0-99");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertRefused("there is no run in " + folder + ": it has no spec.json");
    save(SPEC, null, TALLIES);
    assertRefused("there is no journal.ndjson in " + folder);
    Files.delete(folder.resolve("tallies.json"));
    save(SPEC, JOURNAL, null);
    assertRefused("tallies.json cannot be read: there is no such file");
    Files.write(folder.resolve("tallies.json"), new byte[] {(byte) 0x80});
    assertRefused("tallies.json cannot be read: it is no text in UTF-8");
  }

  private void save(String spec, @Nullable String journal, @Nullable String tallies)
      throws IOException {
    Files.writeString(folder.resolve("spec.json"), spec);
    if (journal != null) {
      Files.writeString(folder.resolve("journal.ndjson"), journal);
    }
    if (tallies != null) {
      Files.writeString(folder.resolve("tallies.json"), tallies);
    }
  }

  private void assertRefused(String why) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Judged.of(new RunFolder(folder).read()))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  private void assertReadsBack(Evidence written) throws IOException {
    RunFolder run = new RunFolder(folder);
    try (JournalFile.Writer journal = run.journalWriter()) {
      for (Write write : written.journal()) {
        journal.write(write);
      }
    }
    run.writeTallies(written.tallies());
    run.writeSpec(written.spec(), written.ending());
    Evidence read = run.read();
    assertThat(read.spec()).isEqualTo(written.spec());
    assertThat(read.ending()).isEqualTo(written.ending());
    assertThat(read.tallies()).isEqualTo(written.tallies());
    assertThat(read.journal()).containsExactlyElementsOf(written.journal());
  }
}
