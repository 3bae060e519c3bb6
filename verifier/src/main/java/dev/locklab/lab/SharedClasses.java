package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The classes that workers load, recorded once so that those who come later find them read and
 * verified: class data sharing, JEP 350. It is worth its price where many crews are started.
 */
public final class SharedClasses implements AutoCloseable {

  private final Path folder;
  private final Path archive;

  private SharedClasses(Path folder) {
    this.folder = folder;
    this.archive = folder.resolve("classes.jsa");
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
    return WorkerJvm.USUAL.recording(archive);
  }

  /** How a worker is started that finds them; as usual where the recording came to nothing. */
  WorkerJvm jvm() {
    return Files.isRegularFile(archive) ? WorkerJvm.USUAL.sharing(archive) : WorkerJvm.USUAL;
  }

  @Override
  public void close() {
    TemporaryFolders.delete(folder);
  }
}
