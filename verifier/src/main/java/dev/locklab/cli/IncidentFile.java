package dev.locklab.cli;

import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.report.IncidentReport;
import dev.locklab.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What incidents have shown, as it is kept in a folder. */
final class IncidentFile {

  /** What the name of a folder of incidents ends with. */
  static final String FOLDER = "-incidents";

  private static final String FILE = "incidents.json";

  private IncidentFile() {}

  /**
   * Keeps it.
   *
   * @throws UnavailableException if it cannot be written
   */
  static void write(Path folder, List<IncidentReport.Row> rows) {
    Path file = folder.resolve(FILE);
    try {
      Files.writeString(
          file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n");
    } catch (IOException e) {
      throw new UnavailableException(file + " cannot be written: " + Errors.rootMessage(e));
    }
  }

  /**
   * What a folder has; nothing if it is of something else.
   *
   * @throws UsageException if it cannot be read
   */
  static List<IncidentReport.Row> read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return List.of(Json.MAPPER.readValue(Files.readString(file), IncidentReport.Row[].class));
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + Errors.rootMessage(e));
    }
  }
}
