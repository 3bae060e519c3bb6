package dev.locklab.lab;

import dev.locklab.account.Write;
import dev.locklab.audit.Evidence;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at runs that were made before. */
public final class Checks {

  private Checks() {}

  /**
   * The evidence of a run as Redis has it now: the journal and the balance are read again.
   *
   * @throws dev.locklab.options.UsageException if there is no such run
   * @throws UnavailableException if Redis cannot be reached
   */
  public static Evidence fromRedis(RedisAddress subject, RedisAddress control, String run) {
    try (RunStore store = new RunStore(subject, control, run)) {
      Evidence kept = store.read(run);
      Ending then = kept.ending();
      Ending now =
          new Ending(
              store.balance(),
              kept.spec().journal() ? store.version() : null,
              then.dead(),
              then.stalled(),
              then.stopped(),
              then.cost(),
              then.trouble());
      Path folder = Files.createTempDirectory("locklab-check-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Subprocess.deleteFolder(folder)));
      RunFolder copy = new RunFolder(folder);
      try (RunFolder.JournalWriter journal = copy.journalWriter()) {
        store.copyJournal(journal);
      }
      Iterable<Write> writes = copy.journal();
      return new Evidence(kept.spec(), now, writes, kept.tallies());
    } catch (StoreException e) {
      throw new UnavailableException("no Redis to be had: " + Errors.rootMessage(e));
    } catch (IOException e) {
      throw new UnavailableException("no temporary folder: " + Errors.rootMessage(e));
    }
  }
}
