package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.options.EnvironmentDefaults;
import dev.locklab.options.NodeOptions;
import dev.locklab.redis.RedisAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The worker JVMs that a lab starts itself. They end with the lab, however it ends. */
final class CrewProcesses implements AutoCloseable {

  private static final String WORKER_MAIN = "dev.locklab.worker.WorkerMain";
  private static final long GRACE_MILLIS = 500;

  private final UnaryOperator<String> subject;
  private final RedisAddress control;
  private final Nodes nodes;
  private final @Nullable Path authority;
  private final String lab;
  private final WorkerJvm jvm;
  private final Path folder;
  private final Map<String, Process> processes = new TreeMap<>();

  /**
   * @param subject the URL by which a worker of that name reaches the Redis under test
   */
  CrewProcesses(
      UnaryOperator<String> subject,
      RedisAddress control,
      Nodes nodes,
      @Nullable Path authority,
      String lab,
      WorkerJvm jvm) {
    this.subject = subject;
    this.control = control;
    this.nodes = nodes;
    this.authority = authority;
    this.lab = lab;
    this.jvm = jvm;
    this.folder = TemporaryFolders.create("workers");
  }

  /** Starts workers until that many live; those that died are replaced under their name. */
  void ensure(int count) {
    for (int number = 1; number <= count; number++) {
      String name = "w" + number;
      Process process = processes.get(name);
      if (process == null || !process.isAlive()) {
        processes.put(name, start(name));
      }
    }
  }

  /** Whether this lab started the worker and its process has ended. */
  boolean hasEnded(String name) {
    Process process = processes.get(name);
    return process != null && !process.isAlive();
  }

  /** Why a worker ended, as far as it said anything. */
  String lastWords(String name) {
    return Subprocess.lastLine(log(name));
  }

  /** The processes, by the workers' names. */
  Map<String, Process> processes() {
    return Map.copyOf(processes);
  }

  /** What each writes to its log, by the workers' names. */
  Map<String, Path> logs() {
    Map<String, Path> logs = new TreeMap<>();
    processes.keySet().forEach(name -> logs.put(name, log(name)));
    return logs;
  }

  private Process start(String name) {
    List<String> command = new ArrayList<>(jvm.command());
    command.addAll(List.of(WORKER_MAIN, "--name", name, "--lab", lab));
    ProcessBuilder builder = new ProcessBuilder(Subprocess.shielded(command));
    // By the environment and not by the command line, which every user of the machine can read.
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith(EnvironmentDefaults.variable("--")));
    environment.put(EnvironmentDefaults.variable("--redis"), subject.apply(name));
    environment.put(EnvironmentDefaults.variable("--control"), control.url());
    environment.put(
        EnvironmentDefaults.variable("--nodes"),
        nodes.named().stream().map(RedisAddress::url).collect(Collectors.joining(",")));
    environment.put(NodeOptions.EMBEDDED_PASSWORD, nodes.password());
    if (authority != null) {
      environment.put(EnvironmentDefaults.variable("--redis-ca"), authority.toString());
    }
    builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UnavailableException("a worker JVM cannot be started: " + e.getMessage());
    }
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  @Override
  public void close() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(jvm.leaveMillis());
    for (Process process : processes.values()) {
      try {
        process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (Process process : processes.values()) {
      Subprocess.end(process, GRACE_MILLIS);
    }
    TemporaryFolders.delete(folder);
  }
}
