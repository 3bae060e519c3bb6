package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * The classes that workers load, recorded once so that those who come later find them read and
 * verified: class data sharing, JEP 350. It is worth its price where many crews are started.
 */
public final class SharedClasses implements AutoCloseable {

  private final Path folder;
  private final Path archive;
  private final WorkerJvm packed;

  private SharedClasses(Path folder) {
    this.folder = folder;
    this.archive = folder.resolve("classes.jsa");
    this.packed = packed(folder);
  }

  /**
   * A place for an archive, which a lab {@linkplain Lab.Builder#recording records}.
   *
   * @throws UnavailableException if there is no room for one
   */
  public static SharedClasses none() {
    return new SharedClasses(TemporaryFolders.create("classes"));
  }

  /** Where a lab that records may keep its runs. */
  public Path folder() {
    return folder;
  }

  /**
   * How a worker is started that records the classes that it loads, and takes its time for that.
   */
  WorkerJvm recording() {
    return packed.recording(archive);
  }

  /** How a worker is started that finds them; as usual where the recording came to nothing. */
  WorkerJvm jvm() {
    return Files.isRegularFile(archive) ? packed.sharing(archive) : WorkerJvm.USUAL;
  }

  /**
   * A worker as usual with each folder of its class path packed into a jar: the JVM shares no
   * classes at all where one of them is from a folder, as a build's own are.
   */
  private static WorkerJvm packed(Path into) {
    Map<String, String> jars = new HashMap<>();
    try {
      for (String entry : WorkerJvm.USUAL.entries().distinct().toArray(String[]::new)) {
        if (Files.isDirectory(Path.of(entry))) {
          Path jar = into.resolve("classes-" + jars.size() + ".jar");
          pack(Path.of(entry), jar);
          jars.put(entry, jar.toString());
        }
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "the classes of workers cannot be kept in %s: %s".formatted(into, Errors.rootMessage(e)));
    }
    return WorkerJvm.USUAL.packed(jars);
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (Stream<Path> all = Files.walk(folder);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(Deflater.BEST_SPEED);
      for (Path file : all.filter(Files::isRegularFile).sorted().toArray(Path[]::new)) {
        out.putNextEntry(
            new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
      }
    }
  }

  @Override
  public void close() {
    TemporaryFolders.delete(folder);
  }
}
