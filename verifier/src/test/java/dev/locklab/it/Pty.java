package dev.locklab.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locklab.Missing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The verifier in front of a real terminal, as a user has it who types. */
final class Pty implements AutoCloseable {

  private static final long LONGEST_SECONDS = 120;
  private static final char CTRL_C = 3;

  private final Process process;
  private final Path out;

  private Pty(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  /** Skips a test where there are no pseudo-terminals; a build that checks everything has some. */
  static void assumeThereIsOne() throws Exception {
    boolean there;
    try {
      Process version = new ProcessBuilder("script", "--version").start();
      there = new String(version.getInputStream().readAllBytes(), UTF_8).contains("util-linux");
    } catch (IOException e) {
      there = false;
    }
    if (!there) {
      Missing.skips("there is no 'script' of util-linux to open a pseudo-terminal");
    }
  }

  /**
   * Starts the verifier in a terminal of so many columns; its temporary files go to {@code tmp}.
   */
  static Pty verifier(Path folder, int columns, Map<String, String> environment, String... args)
      throws IOException {
    Path out = Files.createTempFile(folder, "screen", ".txt");
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), Cli.VERIFIER));
    java.addAll(List.of(args));
    String command = java.stream().map(Pty::quoted).collect(Collectors.joining(" "));
    // A signal that whoever runs the tests ignores, as for jobs in the background, would be here
    // too.
    ProcessBuilder builder =
        new ProcessBuilder(
            "script",
            "--quiet",
            "--return",
            "--flush",
            "--command",
            "stty columns " + columns + " rows 40; exec env --default-signal=INT " + command,
            "/dev/null");
    builder.environment().keySet().removeAll(Set.of("NO_COLOR", "CLICOLOR", "COLUMNS"));
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
    return new Pty(builder.start(), out);
  }

  private static String quoted(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }

  /** Types Ctrl-C. */
  void interrupt() throws IOException {
    OutputStream keys = process.getOutputStream();
    keys.write(CTRL_C);
    keys.flush();
  }

  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + LONGEST_SECONDS + " s: " + output());
    }
    return process.exitValue();
  }

  /** Everything that the terminal was sent so far. */
  String output() {
    try {
      return Files.readString(out, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the terminal was sent after that text, by line, without colours. */
  List<String> linesAfter(String text) {
    String all = output();
    return all.substring(all.lastIndexOf(text))
        .replaceAll("\u001b\\[[0-9;]*m", "")
        .lines()
        .map(String::stripTrailing)
        .toList();
  }

  /** The processes in it. */
  Set<ProcessHandle> processes() {
    return process.descendants().collect(Collectors.toSet());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
