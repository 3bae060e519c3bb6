package dev.locklab.archive;

import dev.locklab.exit.UnavailableException;
import dev.locklab.options.EnvironmentDefaults;
import dev.locklab.redis.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folders that results go to, by the names that their readers know them by: in a container, what is
 * written lands in a folder of the host that has another name there.
 */
public final class ResultsFolder {

  /** What the folder of {@code LOCKLAB_RESULTS} is called on the host; only containers have it. */
  static final String ON_HOST = "LOCKLAB_HOST_RESULTS";

  private static final String INSIDE = EnvironmentDefaults.variable("--results");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private ResultsFolder() {}

  /** What the name of a folder begins with that is made now, so that names sort by time. */
  public static String stamp() {
    return LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
  }

  /** What the folder is called where its reader looks for it. */
  public static String shown(Path folder) {
    return shown(folder, System.getenv());
  }

  static String shown(Path folder, Map<String, String> environment) {
    Path root = root(environment, INSIDE);
    Path host = root(environment, ON_HOST);
    return root == null || host == null || !folder.startsWith(root)
        ? folder.toString()
        : host.resolve(root.relativize(folder)).toString();
  }

  private static @Nullable Path root(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : Path.of(value);
  }

  /**
   * Makes the folder if there is none, and sees whether it takes files: better said before the
   * first run than after the last.
   *
   * @param what it is, in words
   * @throws UnavailableException saying why nothing can be written there
   */
  public static Path writable(String what, Path folder) {
    return writable(what, folder, System.getenv());
  }

  static Path writable(String what, Path folder, Map<String, String> environment) {
    try {
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, ".writable", null);
      Files.writeString(probe, "\n");
      Files.delete(probe);
      return folder;
    } catch (IOException e) {
      boolean file = Files.exists(folder) && !Files.isDirectory(folder);
      throw new UnavailableException(
          "%s %s cannot be written to: %s%s"
              .formatted(
                  what,
                  shown(folder, environment),
                  file ? "it is a file" : Errors.rootMessage(e),
                  hint(folder, environment)));
    }
  }

  /** The variable is Compose's on the host; inside it names the folder as it is called here. */
  private static String hint(Path folder, Map<String, String> environment) {
    return shown(folder, environment).equals(folder.toString())
        ? ""
        : "; LOCKLAB_RESULTS must name a folder of the host that LOCKLAB_UID and LOCKLAB_GID"
            + " (1000 and 1000 unless set) may write to";
  }
}
