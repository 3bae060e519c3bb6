package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starting processes that a Ctrl-C meant for the lab does not reach, and finding programs. */
final class Subprocess {

  private Subprocess() {}

  /**
   * The command, shielded from the interrupt signal that a terminal sends to all of a job's
   * processes: what becomes of a run is for the lab to decide.
   */
  static List<String> shielded(List<String> command) {
    List<String> shielded = new ArrayList<>();
    if (onPath("setsid") != null) {
      shielded.add("setsid");
    } else if (onPath("sh") != null) {
      shielded.addAll(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    }
    shielded.addAll(command);
    return shielded;
  }

  /** The program of that name on the PATH. */
  static @Nullable Path onPath(String name) {
    for (String folder :
        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** Ends a process: asks it to, waits, and kills it if need be. */
  static void end(Process process, long graceMillis) {
    process.destroy();
    try {
      if (process.waitFor(graceMillis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /**
   * The process that a container runs.
   *
   * @throws UnavailableException if it cannot be seen from here
   */
  static ProcessHandle inContainer(String name) {
    try {
      Process inspect =
          new ProcessBuilder("docker", "inspect", "--format", "{{.State.Pid}}", name)
              .redirectErrorStream(true)
              .start();
      String said =
          new String(inspect.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return ProcessHandle.of(Long.parseLong(said)).orElseThrow();
    } catch (IOException | NumberFormatException | NoSuchElementException e) {
      throw new UnavailableException("no process of the container %s to be seen".formatted(name));
    }
  }

  /** The last line that a process has written to its log, or nothing. */
  static String lastLine(Path log) {
    try {
      List<String> lines =
          Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
