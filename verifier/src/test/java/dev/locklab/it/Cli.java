package dev.locklab.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the lab's in a process of its own, as a user starts it. */
final class Cli implements AutoCloseable {

  static final String VERIFIER = "dev.locklab.cli.VerifierMain";
  static final String WORKER = "dev.locklab.worker.WorkerMain";

  private static final long LONGEST_SECONDS = 120;

  private final Process process;
  private final Path out;

  private Cli(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  static Cli start(Path folder, String program, Map<String, String> environment, String... args)
      throws IOException {
    return start(List.of(), folder, program, environment, args);
  }

  /** A program that another command starts, which is given it as its arguments. */
  static Cli start(
      List<String> starter,
      Path folder,
      String program,
      Map<String, String> environment,
      String... args)
      throws IOException {
    String classPath = System.getProperty("java.class.path");
    return start(starter, classPath, folder, program, environment, args);
  }

  /** A program with a class path of its own. */
  static Cli start(
      List<String> starter,
      String classPath,
      Path folder,
      String program,
      Map<String, String> environment,
      String... args)
      throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    // A signal that whoever runs the tests ignores, as nohup or a job in the background does, would
    // be ignored here too.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP"));
    command.addAll(starter);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It is started hundreds of times, and never runs long enough for the second compiler to pay.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", classPath, program));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    return new Cli(builder.start(), out);
  }

  static Cli verifier(Path folder, String... args) throws IOException {
    return start(folder, VERIFIER, Map.of(), args);
  }

  /** Waits for the end and returns the exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + LONGEST_SECONDS + " s: " + output());
    }
    return process.exitValue();
  }

  /** Everything that was printed so far. */
  String output() {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
