package dev.locklab.lab;

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

  /** Brings what is known of a run to disk, and from there before the audit. */
  static Evidence keep(
      RunStore store, RunFolder folder, RunSpec spec, RunWatch watch, @Nullable Cost cost) {
    List<String> trouble = new ArrayList<>();
    Long balance = null;
    Long version = null;
    try (RunFolder.JournalWriter journal = folder.journalWriter()) {
      try {
        if (!watch.dead().isEmpty()) {
          String why = store.endConnections(spec.run(), watch.dead());
          if (why != null) {
            trouble.add(why);
          }
        }
        balance = store.balance();
        if (balance == null) {
          trouble.add("what is at the balance's key is not a number of 64 bits");
        }
        if (spec.journal()) {
          version = store.version();
          String broken = store.copyJournal(journal);
          if (broken != null) {
            trouble.add("the journal is broken: " + broken);
          }
        }
      } catch (StoreException e) {
        trouble.add("the store could not be read to the end: " + Errors.rootMessage(e));
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "the run cannot be kept in " + folder.path() + ": " + Errors.rootMessage(e));
    }
    Ending ending =
        new Ending(balance, version, watch.dead(), watch.stalled(), watch.stopped(), cost, trouble);
    try {
      folder.writeSpec(spec, ending);
      folder.writeTallies(watch.tallies());
    } catch (IOException e) {
      throw new UnavailableException(
          "the run cannot be kept in " + folder.path() + ": " + Errors.rootMessage(e));
    }
    try {
      store.close(spec, ending, watch.tallies());
    } catch (StoreException e) {
      // It is on disk. That it cannot be checked in Redis as well is that store's own trouble.
    }
    return folder.read();
  }
}
