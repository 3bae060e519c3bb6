package dev.locklab.lab;

import com.sun.management.OperatingSystemMXBean;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what of the lab would not work on this machine, and why. */
public final class Doctor {

  private static final long GIB = 1L << 30;

  /** Heaps of the four workers that {@code compare} starts, and what their JVMs take besides. */
  private static final long ENOUGH_MEMORY = 4 * (256L + 100) * (1 << 20);

  private static final long ENOUGH_DISK = GIB / 4;

  private static final long PATIENCE_SECONDS = 10;

  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

  private final @Nullable RedisAddress subject;
  private final @Nullable RedisAddress control;
  private final Path results;

  /**
   * @param subject the Redis that is to be used; null for an embedded one
   * @param control the one over which verifier and workers are to talk; null for the same
   * @param results where runs are to be kept
   */
  public Doctor(@Nullable RedisAddress subject, @Nullable RedisAddress control, Path results) {
    this.subject = subject;
    this.control = control;
    this.results = results;
  }

  /** Looks at everything; nothing that is wrong with one thing keeps the others from being told. */
  public List<Diagnosis> examine() {
    List<Diagnosis> found = new ArrayList<>();
    found.add(java());
    found.add(memory());
    found.add(temporary());
    found.add(kept());
    found.add(signals());
    if (subject == null) {
      found.addAll(ServerExamination.ofEmbedded());
    } else {
      found.addAll(ServerExamination.of(subject));
    }
    if (control != null) {
      found.add(ServerExamination.ofControl(control));
    }
    found.addAll(docker());
    return found;
  }

  private static Diagnosis java() {
    String about = "Java";
    int processors = Runtime.getRuntime().availableProcessors();
    String there =
        "%s %s, %s"
            .formatted(
                System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version"),
                processors == 1 ? "1 processor" : processors + " processors");
    Path program = Path.of(WorkerJvm.USUAL.command().get(0));
    if (!Files.isExecutable(program)) {
      return Diagnosis.failed(
          about,
          "%s is no program that can be run".formatted(program),
          "no worker JVM can be started; have others start workers, and use --join");
    }
    return processors == 1
        ? Diagnosis.limited(
            about, there, "workers hardly overlap, so that many a run proves nothing (UNKNOWN)")
        : Diagnosis.ok(about, there);
  }

  private static Diagnosis memory() {
    String about = "memory";
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    long free = Math.min(total, available(system.getFreeMemorySize()));
    String there =
        "%s of %s to be had, %s at most for this JVM"
            .formatted(size(free), size(total), size(Runtime.getRuntime().maxMemory()));
    return free >= ENOUGH_MEMORY
        ? Diagnosis.ok(about, there)
        : Diagnosis.limited(
            about,
            there,
            "four workers may take %s; start fewer with --workers".formatted(size(ENOUGH_MEMORY)));
  }

  /** Linux keeps little free, and gives up much of what it has for files. */
  private static long available(long free) {
    try {
      Matcher line = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
      return line.find() ? Long.parseLong(line.group(1)) << 10 : free;
    } catch (IOException e) {
      return free;
    }
  }

  private static Diagnosis temporary() {
    String about = "temporary folder";
    String path = System.getProperty("java.io.tmpdir");
    Path folder;
    try {
      folder = TemporaryFolders.create("doctor");
    } catch (UnavailableException e) {
      return Diagnosis.failed(
          about,
          String.valueOf(e.getMessage()),
          "no embedded server, and no worker JVM, can be started; name another with"
              + " java -Djava.io.tmpdir=DIR");
    }
    try {
      Path program = Files.writeString(folder.resolve("program"), "");
      boolean runs = program.toFile().setExecutable(true) && Files.isExecutable(program);
      return runs
          ? Diagnosis.ok(about, roomy(path, folder))
          : Diagnosis.limited(
              about,
              path + ", where no program can be run (noexec)",
              "the Redis that the lab carries cannot be run; install one, or name another folder"
                  + " with java -Djava.io.tmpdir=DIR");
    } catch (IOException e) {
      return Diagnosis.failed(
          about, path + ": " + Errors.rootMessage(e), "no embedded server can be started");
    } finally {
      TemporaryFolders.delete(folder);
    }
  }

  /** Where runs would be kept; the folder itself need not be there yet. */
  private Diagnosis kept() {
    String about = "results folder";
    String consequence = "no run can be kept; name another folder with --results";
    Path folder = results.toAbsolutePath().normalize();
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
        return Diagnosis.failed(about, folder + " cannot be written to", consequence);
      }
      long space = Files.getFileStore(there).getUsableSpace();
      String found = roomy(folder.toString(), there);
      return space < ENOUGH_DISK
          ? Diagnosis.limited(about, found, "long runs may find no room for their journals")
          : Diagnosis.ok(about, found);
    } catch (IOException e) {
      return Diagnosis.failed(about, folder + ": " + Errors.rootMessage(e), consequence);
    }
  }

  private static Diagnosis signals() {
    String about = "signals";
    List<String> missing =
        List.of("sh", "kill").stream().filter(name -> Subprocess.onPath(name) == null).toList();
    return missing.isEmpty()
        ? Diagnosis.ok(about, "processes can be frozen, thawed and killed")
        : Diagnosis.limited(
            about,
            "there is no " + String.join(" and no ", missing),
            "no scenario can freeze a process, and embedded servers outlive a lab that is killed");
  }

  private static List<Diagnosis> docker() {
    String about = "Docker";
    String without = "no servers of container images (scenario --server), no docker compose";
    if (Subprocess.onPath("docker") == null) {
      return List.of(Diagnosis.limited(about, "there is no docker here", without));
    }
    List<String> engine = said("docker", "version", "--format", "{{.Server.Version}}");
    if (engine == null) {
      return List.of(Diagnosis.limited(about, "its engine does not answer", without));
    }
    List<Diagnosis> found = new ArrayList<>();
    found.add(Diagnosis.ok(about, "engine " + engine.get(0)));
    List<String> compose = said("docker", "compose", "version", "--short");
    found.add(
        compose == null
            ? Diagnosis.limited("Docker Compose", "there is none", "no docker compose up")
            : Diagnosis.ok("Docker Compose", compose.get(0)));
    List<String> swarm = said("docker", "info", "--format", "{{.Swarm.ControlAvailable}}");
    found.add(
        swarm != null && swarm.get(0).equals("true")
            ? Diagnosis.ok("Docker Swarm", "this engine manages one")
            : Diagnosis.limited(
                "Docker Swarm",
                "this engine manages none",
                "no docker stack deploy; docker swarm init makes one"));
    return found;
  }

  /** The lines that a program says; null if it fails, or says nothing in time. */
  private static @Nullable List<String> said(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return null;
      }
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0 && !said.isEmpty() ? said.lines().toList() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static String roomy(String path, Path folder) throws IOException {
    return path + ", " + size(Files.getFileStore(folder).getUsableSpace()) + " to be had";
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
  }
}
