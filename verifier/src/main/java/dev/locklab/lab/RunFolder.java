package dev.locklab.lab;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locklab.account.Write;
import dev.locklab.audit.Evidence;
import dev.locklab.options.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.run.Ending;
import dev.locklab.run.Json;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A run on disk: {@code spec.json}, {@code journal.ndjson} and {@code tallies.json}. Everything
 * that is said of a run is said from these, so any run can be checked and shown again without
 * Redis.
 */
public final class RunFolder {

  private static final String SPEC = "spec.json";
  private static final String JOURNAL = "journal.ndjson";
  private static final String TALLIES = "tallies.json";
  private static final String FINAL = "final";

  private static final ObjectWriter PRETTY =
      Json.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectReader WRITES = Json.MAPPER.readerFor(Write.class);

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

  void writeSpec(RunSpec spec, Ending ending) throws IOException {
    Files.writeString(folder.resolve(SPEC), PRETTY.writeValueAsString(spec(spec, ending)) + "\n");
  }

  void writeTallies(List<Tally> tallies) throws IOException {
    StringBuilder lines = new StringBuilder("[");
    for (int i = 0; i < tallies.size(); i++) {
      lines.append(i == 0 ? "\n" : ",\n").append(Json.MAPPER.writeValueAsString(tallies.get(i)));
    }
    Files.writeString(folder.resolve(TALLIES), lines.append("\n]\n"));
  }

  /** Opens the journal for writing, one line a write. */
  JournalWriter journalWriter() throws IOException {
    Files.createDirectories(folder);
    return new JournalWriter(
        new BufferedWriter(
            new OutputStreamWriter(
                Files.newOutputStream(folder.resolve(JOURNAL)), StandardCharsets.UTF_8)));
  }

  /** Writes journal lines. */
  static final class JournalWriter implements AutoCloseable {

    private final Writer out;

    JournalWriter(Writer out) {
      this.out = out;
    }

    void write(Write write) throws IOException {
      out.write(Json.MAPPER.writeValueAsString(write));
      out.write('\n');
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /**
   * Reads a run back. The journal is read line by line, each time it is iterated.
   *
   * @throws UsageException if a file is missing or not what it should be; the journal's are thrown
   *     while it is iterated, and name the line
   */
  public Evidence read() {
    if (!isOne(folder)) {
      throw new UsageException("there is no run in " + folder + ": it has no " + SPEC);
    }
    RunSpec spec;
    Ending ending;
    try {
      JsonNode node = Json.MAPPER.readTree(folder.resolve(SPEC).toFile());
      if (!(node instanceof ObjectNode)) {
        throw new UsageException(folder.resolve(SPEC) + ": not a JSON object");
      }
      if (!node.has(FINAL)) {
        throw new UsageException(folder.resolve(SPEC) + ": the key '" + FINAL + "' is missing");
      }
      spec = Json.MAPPER.treeToValue(node, RunSpec.class);
      ending = Json.MAPPER.treeToValue(node, Ending.class);
    } catch (JsonProcessingException e) {
      throw new UsageException(folder.resolve(SPEC) + ": " + reason(e));
    } catch (IOException e) {
      throw new UsageException(folder.resolve(SPEC) + " cannot be read: " + e.getMessage());
    }
    return new Evidence(spec, ending, spec.journal() ? journal() : List.of(), tallies());
  }

  private List<Tally> tallies() {
    Path file = folder.resolve(TALLIES);
    try {
      @Nullable List<@Nullable Tally> tallies =
          Json.MAPPER.readValue(file.toFile(), new TypeReference<List<@Nullable Tally>>() {});
      if (tallies == null || tallies.contains(null)) {
        throw new UsageException(file + ": not a list of tallies");
      }
      return List.copyOf(tallies);
    } catch (JsonProcessingException e) {
      throw new UsageException(file + ": " + reason(e));
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + e.getMessage());
    }
  }

  Iterable<Write> journal() {
    Path plain = folder.resolve(JOURNAL);
    Path packed = folder.resolve(JOURNAL + ".gz");
    Path file = Files.isRegularFile(plain) || !Files.isRegularFile(packed) ? plain : packed;
    if (!Files.isRegularFile(file)) {
      throw new UsageException("there is no " + JOURNAL + " in " + folder);
    }
    return () -> new JournalReader(file);
  }

  static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int end = message.indexOf(" (for Object");
    return (end < 0 ? message : message.substring(0, end)).lines().findFirst().orElse("not JSON");
  }

  private static final class JournalReader implements Iterator<Write> {

    private final Path file;
    private final BufferedReader in;
    private long line;
    private @Nullable Write next;

    JournalReader(Path file) {
      this.file = file;
      try {
        InputStream raw = Files.newInputStream(file);
        this.in =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw,
                    StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UsageException(file + " cannot be read: " + Errors.rootMessage(e));
      }
      advance();
    }

    private void advance() {
      try {
        String text = in.readLine();
        line++;
        if (text == null) {
          in.close();
          next = null;
          return;
        }
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
          next = WRITES.readValue(parser);
        }
        if (next == null || next.seq() < 0 || next.seq() > Integer.MAX_VALUE) {
          throw new UsageException(file + ", line " + line + ": not a write of the lab's");
        }
      } catch (JsonProcessingException e) {
        throw new UsageException(file + ", line " + line + ": " + reason(e));
      } catch (IOException e) {
        throw new UsageException(
            file + ", line " + line + ": cannot be read: " + Errors.rootMessage(e));
      } catch (UncheckedIOException e) {
        throw new UsageException(file + ", line " + line + ": cannot be read");
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Write next() {
      Write current = next;
      if (current == null) {
        throw new NoSuchElementException();
      }
      advance();
      return current;
    }
  }
}
