package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The temporary folders of a lab. Each has a file that is locked for as long as its lab lives; the
 * system gives that lock back however the lab ends, also where it is killed, and knows nothing of
 * process ids that are used again. So a later lab can tell what is left behind from what is in use.
 */
final class TemporaryFolders {

  private static final String PREFIX = "locklab-";
  private static final String OWNED = "owned";

  /** A channel that nobody refers to would be closed, and its lock with it. */
  private static final Map<Path, FileChannel> LOCKS = new ConcurrentHashMap<>();

  private TemporaryFolders() {}

  /**
   * Makes a folder that only this user can look into.
   *
   * @param purpose part of its name
   * @throws UnavailableException if none can be made
   */
  static Path create(String purpose) {
    try {
      Path folder = Files.createTempDirectory(PREFIX + purpose + "-");
      Path fresh = folder.resolve(OWNED + ".new");
      FileChannel channel =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      LOCKS.put(folder, channel);
      channel.lock();
      // Under its name it is never seen unlocked while its lab lives.
      Files.move(fresh, folder.resolve(OWNED));
      return folder;
    } catch (IOException e) {
      throw new UnavailableException(
          "no temporary folder can be made in %s: %s"
              .formatted(System.getProperty("java.io.tmpdir"), Errors.rootMessage(e)));
    }
  }

  /** Deletes a folder and what is in it; what cannot be deleted stays. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // A temporary folder: the system clears it in time.
    }
    release(LOCKS.remove(folder));
  }

  /** Deletes what labs of this user have left behind that did not come to delete it themselves. */
  static void sweep() {
    sweep(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static void sweep(Path temporary) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : folders) {
        // To open and close what this process has locked would give the lock away.
        if (!LOCKS.containsKey(folder) && isOwn(folder) && isAbandoned(folder)) {
          delete(folder);
        }
      }
    } catch (IOException | RuntimeException e) {
      // Tidying up after others must not keep a lab from its own work.
    }
  }

  /** A real folder of this user, and no link to one. */
  private static boolean isOwn(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
    return owner.equals(System.getProperty("user.name"));
  }

  /** Whether there is a lock, and nobody holds it. */
  private static boolean isAbandoned(Path folder) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(OWNED), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    } finally {
      release(channel);
    }
  }

  private static void release(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is of no more use to anybody.
      }
    }
  }
}
