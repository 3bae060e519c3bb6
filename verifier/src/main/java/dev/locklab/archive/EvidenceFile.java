package dev.locklab.archive;

import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that somebody hands in as evidence. Only regular files are opened, for a pipe or a device
 * may never end, and none that is larger than its kind can be.
 */
final class EvidenceFile {

  private EvidenceFile() {}

  /**
   * Refuses what is there and is no regular file.
   *
   * @throws UsageException if it is a folder, a pipe or a device
   */
  static void requireRegular(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UsageException(
          file
              + (Files.isDirectory(file) ? " is a folder" : " is a pipe or a device")
              + ", and no file");
    }
  }

  /**
   * The whole of a small file.
   *
   * @param most how many bytes it may have
   * @throws UsageException if it cannot be read, in one line
   */
  static String text(Path file, long most) {
    requireRegular(file);
    try {
      long size = Files.size(file);
      if (size > most) {
        throw new UsageException(
            "%s has %s bytes, and can have %s at the most".formatted(file, size, most));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + Errors.rootMessage(e));
    }
  }
}
