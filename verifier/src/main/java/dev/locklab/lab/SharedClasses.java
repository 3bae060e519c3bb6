package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.run.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The classes that workers load, recorded once so that those who come later find them read and
 * verified: class data sharing, JEP 350. It is worth its price where many crews are started.
 */
public final class SharedClasses implements AutoCloseable {

  private static final long UPDATES = 50;

  private final Path folder;
  private final Path archive;

  private SharedClasses(Path folder) {
    this.folder = folder;
    this.archive = folder.resolve("classes.jsa");
  }

  /**
   * Has a worker make a short run of that strategy, and keeps the classes that it loaded.
   *
   * @param opened is told of the lab in which it does, so that it can be stopped
   * @throws UnavailableException if there is no Redis to be had, or no worker
   */
  public static SharedClasses of(String strategy, Consumer<Lab> opened)
      throws InterruptedException {
    SharedClasses classes = new SharedClasses(TemporaryFolders.create("classes"));
    try (Lab lab =
        Lab.on(null)
            .jvm(WorkerJvm.USUAL.recording(classes.archive))
            .crew(Crew.own(1))
            .results(classes.folder)
            .open()) {
      opened.accept(lab);
      lab.run(strategy, Workload.builder().updates(UPDATES).build());
    } catch (RuntimeException | InterruptedException e) {
      classes.close();
      throw e;
    }
    return classes;
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
