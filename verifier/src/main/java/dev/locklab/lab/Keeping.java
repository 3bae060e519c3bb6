package dev.locklab.lab;

import dev.locklab.account.Write;
import dev.locklab.audit.Evidence;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Cost;
import dev.locklab.run.Ending;
import dev.locklab.run.RunSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secures what is left of a run when its workers have done. */
final class Keeping {

  private Keeping() {}

  /** How often the account is read again because it changed while it was read. */
  private static final int LOOKS = 3;

  /** What was found in the store. */
  private record Look(@Nullable Long balance, @Nullable Long version) {

    static Look at(RunStore store, RunSpec spec) {
      return new Look(store.balance(), spec.journal() ? store.version() : null);
    }
  }

  /** Brings what is known of a run to disk, and from there before the audit. */
  static Evidence keep(
      RunStore store, RunFolder folder, RunSpec spec, RunWatch watch, @Nullable Cost cost)
      throws InterruptedException {
    List<String> trouble = new ArrayList<>();
    try {
      Look found = secure(store, folder, spec, trouble);
      Ending ending =
          new Ending(
              found.balance(),
              found.version(),
              watch.dead(),
              watch.stalled(),
              watch.stopped(),
              cost,
              trouble);
      folder.writeSpec(spec, ending);
      folder.writeTallies(watch.tallies());
      try {
        store.close(spec, ending, watch.tallies());
      } catch (StoreException e) {
        // It is on disk. That it cannot be checked in Redis as well is that store's own trouble.
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "the run cannot be kept in " + folder.path() + ": " + Errors.rootMessage(e));
    }
    return folder.read();
  }

  /** Sees to it that nothing changes the account any more, and reads it. */
  private static Look secure(RunStore store, RunFolder folder, RunSpec spec, List<String> trouble)
      throws IOException, InterruptedException {
    Look found = new Look(null, null);
    // Whatever the store still says, there is a journal to read.
    folder.journalWriter().close();
    try {
      String why = store.quiesce(spec.run());
      if (why != null) {
        trouble.add(why);
      }
      for (int look = 1; ; look++) {
        found = Look.at(store, spec);
        String broken = copyJournal(store, folder, spec);
        boolean still = found.equals(Look.at(store, spec));
        if (still || look == LOOKS) {
          if (!still) {
            trouble.add("the account still changed after the run had ended");
          }
          if (broken != null) {
            trouble.add(broken);
          }
          break;
        }
      }
      if (found.balance() == null) {
        trouble.add("there is no number of 64 bits at the balance's key");
      }
    } catch (StoreException | UnavailableException e) {
      trouble.add("the store could not be read to the end: " + Errors.rootMessage(e));
    }
    return found;
  }

  private static @Nullable String copyJournal(RunStore store, RunFolder folder, RunSpec spec)
      throws IOException {
    JournalStream journal = store.journal();
    try (JournalFile.Writer out = folder.journalWriter()) {
      if (spec.journal()) {
        for (Write write : journal) {
          out.write(write);
        }
      }
    }
    return journal.trouble();
  }
}
