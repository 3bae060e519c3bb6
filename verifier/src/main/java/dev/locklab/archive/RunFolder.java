package dev.locklab.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locklab.account.Micros;
import dev.locklab.account.Payment;
import dev.locklab.account.Write;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Journal;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.run.Ending;
import dev.locklab.run.Histograms;
import dev.locklab.run.Json;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run on disk: {@code spec.json}, {@code journal.ndjson} and {@code tallies.json}. Everything
 * that is said of a run is said from these, so any run can be checked and shown again without
 * Redis.
 */
public final class RunFolder {

  private static final String SPEC = "spec.json";
  private static final String JOURNAL = "journal.ndjson";
  private static final String PACKED = JOURNAL + ".gz";
  private static final String TALLIES = "tallies.json";
  private static final String PAYMENTS = "payments.ndjson";
  private static final String FINAL = "final";

  /** Half a gigabyte of tallies is more than ten thousand threads have to tell. */
  private static final long MOST_TALLIES = 512L << 20;

  private static final long MOST_SPEC = 64L << 20;

  /** A key that stands twice says two things. */
  private static final ObjectReader STRICT =
      Json.MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private static final ObjectWriter PRETTY =
      Json.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;

  public RunFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether there is a run in the folder. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(SPEC));
  }

  public Path path() {
    return folder;
  }

  /** The settings and the ending in one object, as {@code spec.json} has them. */
  public static ObjectNode spec(RunSpec spec, Ending ending) {
    ObjectNode node = Json.MAPPER.valueToTree(spec);
    // An absent balance is said to be absent, for a key that is missing is an error.
    node.putNull(FINAL);
    node.setAll((ObjectNode) Json.MAPPER.valueToTree(ending));
    return node;
  }

  /**
   * Makes a run of it before there is anything of one, so that it can be read wherever it ends.
   *
   * @throws UnavailableException if that cannot be written
   */
  public void begin(RunSpec spec, Ending unless) {
    try {
      Files.createDirectories(folder);
      writeTallies(List.of());
      if (spec.workload().rail() != null) {
        writePayments(List.of());
      }
      writeSpec(spec, unless);
    } catch (IOException e) {
      throw new UnavailableException(
          "the run cannot be kept in " + folder + ": " + Errors.rootMessage(e));
    }
  }

  public void writeSpec(RunSpec spec, Ending ending) throws IOException {
    // Whole or not at all: what stood there before may be all that is left of a run.
    Path next = folder.resolve(SPEC + ".new");
    Files.writeString(next, PRETTY.writeValueAsString(spec(spec, ending)) + "\n");
    Files.move(next, folder.resolve(SPEC), StandardCopyOption.REPLACE_EXISTING);
  }

  public void writeTallies(List<Tally> tallies) throws IOException {
    StringBuilder lines = new StringBuilder("[");
    for (int i = 0; i < tallies.size(); i++) {
      lines.append(i == 0 ? "\n" : ",\n").append(Json.MAPPER.writeValueAsString(tallies.get(i)));
    }
    Files.writeString(folder.resolve(TALLIES), lines.append("\n]\n"));
  }

  public void writePayments(List<Payment> payments) throws IOException {
    Payments.write(folder.resolve(PAYMENTS), payments);
  }

  /** Where the journal of a run is that is streamed like that. */
  Path journalFile(Workload.Streaming streaming) {
    return folder.resolve(streaming == Workload.Streaming.GZIP ? PACKED : JOURNAL);
  }

  /** Opens the journal for writing, one line a write. */
  public JournalFile.Writer journalWriter() throws IOException {
    Files.createDirectories(folder);
    return JournalFile.write(folder.resolve(JOURNAL));
  }

  /**
   * Reads a run back. The journal is read line by line, each time it is iterated.
   *
   * @throws UsageException if a file is missing or not what it should be; the journal's are thrown
   *     while it is iterated, and name the line
   */
  public Evidence read() {
    EvidenceFile.requireRegular(folder.resolve(SPEC));
    if (!isOne(folder)) {
      throw new UsageException("there is no run in " + folder + ": it has no " + SPEC);
    }
    RunSpec spec;
    Ending ending;
    try {
      JsonNode node = STRICT.readTree(EvidenceFile.text(folder.resolve(SPEC), MOST_SPEC));
      if (!(node instanceof ObjectNode)) {
        throw new UsageException(folder.resolve(SPEC) + ": not a JSON object");
      }
      if (!node.has(FINAL)) {
        throw new UsageException(folder.resolve(SPEC) + ": the key '" + FINAL + "' is missing");
      }
      spec = Json.MAPPER.treeToValue(node, RunSpec.class);
      ending = Json.MAPPER.treeToValue(node, Ending.class);
    } catch (JsonProcessingException e) {
      throw new UsageException(folder.resolve(SPEC) + ": " + JsonProblem.reason(e));
    }
    return new Evidence(
        spec,
        ending,
        spec.workload().journal() ? journal(isTorn(spec, ending)) : Journal.EMPTY,
        tallies(),
        spec.workload().rail() == null ? List.of() : Payments.read(folder.resolve(PAYMENTS)));
  }

  private List<Tally> tallies() {
    Path file = folder.resolve(TALLIES);
    return tallies(EvidenceFile.text(file, MOST_TALLIES), file.toString());
  }

  /**
   * Reads tallies, wherever they come from.
   *
   * @param source what they are called where they cannot be read
   * @throws UsageException if they are not tallies that a worker can have made
   */
  static List<Tally> tallies(String text, String source) {
    try {
      @Nullable List<@Nullable Tally> tallies =
          STRICT.forType(new TypeReference<List<@Nullable Tally>>() {}).readValue(text);
      if (tallies == null || tallies.stream().anyMatch(Objects::isNull)) {
        throw new UsageException(source + ": not a list of tallies");
      }
      for (Tally tally : tallies) {
        requireSound(tally);
      }
      return List.copyOf(tallies);
    } catch (JsonProcessingException e) {
      throw new UsageException(source + ": " + JsonProblem.reason(e));
    } catch (IllegalArgumentException e) {
      throw new UsageException(source + ": " + e.getMessage());
    }
  }

  /** What the audit will take for granted. */
  private static void requireSound(Tally tally) {
    if (tally.thread() < 0 || tally.thread() > Write.MOST_THREADS) {
      throw new IllegalArgumentException("there is no thread " + tally.thread());
    }
    if (!Micros.isPlausible(tally.startedAt()) || !Micros.isPlausible(tally.endedAt())) {
      throw new IllegalArgumentException(
          "%s#%s worked at a time that is none".formatted(tally.worker(), tally.thread()));
    }
    for (String histogram : Arrays.asList(tally.waits(), tally.holds())) {
      if (histogram != null) {
        Histograms.decode(histogram);
      }
    }
  }

  /** Whether the lab was ended while the journal was streamed: nobody could look what there was. */
  private static boolean isTorn(RunSpec spec, Ending ending) {
    return spec.workload().streaming() != null && ending.version() == null;
  }

  /** The journal as the folder has it. */
  public Journal journal() {
    return journal(false);
  }

  private Journal journal(boolean torn) {
    Path plain = folder.resolve(JOURNAL);
    Path packed = folder.resolve(PACKED);
    Path file = Files.exists(plain) || !Files.exists(packed) ? plain : packed;
    EvidenceFile.requireRegular(file);
    if (!Files.isRegularFile(file)) {
      throw new UsageException("there is no " + JOURNAL + " in " + folder);
    }
    return new JournalFile(file, torn);
  }
}
