package dev.locklab.lab;

import dev.locklab.account.Payment;
import dev.locklab.account.Write;
import dev.locklab.archive.JournalDrain;
import dev.locklab.archive.JournalFile;
import dev.locklab.archive.JournalStream;
import dev.locklab.archive.Payments;
import dev.locklab.archive.RunFolder;
import dev.locklab.archive.RunStore;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Journal;
import dev.locklab.exit.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Cost;
import dev.locklab.run.Ending;
import dev.locklab.run.RunSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secures what is left of a run when its workers have done. */
final class RunArchiver {

  /** How often the account is read again because it changed while it was read. */
  private static final int LOOKS = 3;

  /**
   * A run that has been secured.
   *
   * @param evidence what it is judged by; read from disk, or where that failed from the store
   * @param unkept why it is not on disk; null if it is
   */
  record Kept(Evidence evidence, @Nullable String unkept) {}

  private final RunStore store;
  private final RunFolder folder;
  private final RunSpec spec;
  private final RunWatch watch;
  private final @Nullable JournalDrain drain;
  private final @Nullable Cost cost;
  private final @Nullable RedisAddress rail;
  private List<Payment> payments = List.of();
  private final List<String> trouble = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private final List<String> foreign = new ArrayList<>();
  private RunStore.Account found = new RunStore.Account(null, null, List.of());
  private @Nullable String unkept;

  private RunArchiver(
      RunStore store,
      RunFolder folder,
      RunSpec spec,
      RunWatch watch,
      @Nullable JournalDrain drain,
      @Nullable Cost cost,
      @Nullable RedisAddress rail) {
    this.rail = rail;
    this.store = store;
    this.folder = folder;
    this.spec = spec;
    this.watch = watch;
    this.drain = drain;
    this.cost = cost;
  }

  /**
   * Keeps the run in Redis, then on disk, and gives what it is judged by. A disk that takes nothing
   * more costs the folder, and not the tallies or the verdict.
   *
   * @param drain has the journal on disk already, but for its end; null where it is in the store
   */
  static Kept keep(
      RunStore store,
      RunFolder folder,
      RunSpec spec,
      RunWatch watch,
      @Nullable JournalDrain drain,
      @Nullable Cost cost,
      @Nullable RedisAddress rail)
      throws InterruptedException {
    return new RunArchiver(store, folder, spec, watch, drain, cost, rail).keep();
  }

  private Kept keep() throws InterruptedException {
    if (drain == null) {
      // Whatever the store still says, there is a journal to read.
      onDisk(() -> folder.journalWriter().close());
    }
    secure();
    boolean streamed = drain != null && unkept == null;
    if (drain != null && !streamed) {
      unread.add("what the disk did not take of the journal is not proved");
    }
    if (rail != null) {
      readPayments(rail);
    }
    if (watch.malformed() > 0) {
      trouble.add(
          "messages on the control channels that could not be read, and were dropped: "
              + watch.malformed());
    }
    watch.libraries().forEach(this::requireOne);
    Ending ending = ending();
    inStore(ending);
    onDisk(() -> folder.writeSpec(spec, ending));
    onDisk(() -> folder.writeTallies(watch.tallies()));
    if (rail != null) {
      onDisk(() -> folder.writePayments(payments));
    }
    if (unkept == null) {
      return new Kept(folder.read(), null);
    }
    if (drain == null) {
      // Half a run would be taken for a whole one, and the disk has no room for it.
      TemporaryFolders.delete(folder.path());
    }
    // What was streamed has left Redis: it stays, and says of itself that it was ended early.
    return new Kept(
        new Evidence(spec, ending, journal(streamed), watch.tallies(), payments), unkept);
  }

  /** The journal of a run that is not on disk as a whole. */
  private Journal journal(boolean streamed) {
    if (drain != null) {
      return streamed ? folder.journal() : Journal.EMPTY;
    }
    return spec.workload().journal() ? store.journal() : Journal.EMPTY;
  }

  /** Whose figures are those of two versions are of neither. */
  private void requireOne(String library, String versions) {
    if (versions.contains(",")) {
      trouble.add("the workers ran with different versions of %s: %s".formatted(library, versions));
    }
  }

  /** A step of bringing the run to disk; none is made after one that failed. */
  private interface DiskStep {
    void make() throws IOException;
  }

  private void onDisk(DiskStep step) {
    if (unkept != null) {
      return;
    }
    try {
      step.make();
    } catch (IOException | UncheckedIOException e) {
      unkept = "the run cannot be kept in " + folder.path() + ": " + Errors.rootMessage(e);
    }
  }

  private void inStore(Ending ending) {
    try {
      store.close(spec, ending, watch.tallies());
    } catch (StoreException e) {
      // That it cannot be checked in Redis is that store's own trouble.
    }
  }

  private Ending ending() {
    return new Ending(
        found.balance(),
        found.version(),
        watch.dead(),
        watch.stalled(),
        watch.stopped(),
        cost,
        trouble,
        watch.lastHeard(),
        unread,
        foreign,
        watch.libraries(),
        watch.injection());
  }

  /** Sees to it that nothing changes the account any more, and reads it. */
  private void secure() throws InterruptedException {
    if (drain != null) {
      // Whatever can be read from now on, the file does not change any more while it is judged.
      drain.stop();
    }
    try {
      String why = store.quiesce(spec.run());
      if (why != null) {
        trouble.add(why);
      }
      for (int look = 1; ; look++) {
        found = store.account(spec.workload().journal());
        if (look == 1) {
          // What the workers said is nowhere else; the journal is in the store already.
          inStore(ending());
        }
        String inserted = copyJournal();
        boolean still = found.equals(store.account(spec.workload().journal()));
        if (still || look == LOOKS) {
          if (!still) {
            unread.add("the account still changed after the run had ended");
          }
          if (inserted != null) {
            foreign.add(inserted);
          }
          break;
        }
      }
      foreign.addAll(found.foreign());
      if (found.balance() == null) {
        trouble.add("there is no number of 64 bits at the balance's key");
      }
    } catch (StoreException | UnavailableException e) {
      unread.add("the store could not be read to the end: " + Errors.rootMessage(e));
    }
  }

  private void readPayments(RedisAddress rail) {
    try {
      payments = Payments.at(rail, spec.run());
    } catch (StoreException e) {
      unread.add("the rail could not be read: " + Errors.rootMessage(e));
    } catch (IllegalArgumentException e) {
      foreign.add("the rail has something else among the payments: " + e.getMessage());
    }
  }

  private @Nullable String copyJournal() throws InterruptedException {
    return drain == null ? copied() : drained(drain);
  }

  private @Nullable String drained(JournalDrain drain) throws InterruptedException {
    String inserted = null;
    try {
      inserted = unkept == null ? drain.finish() : null;
    } catch (IOException e) {
      unkept = "the run cannot be kept in " + folder.path() + ": " + Errors.rootMessage(e);
    }
    String untrimmed = drain.trouble();
    if (untrimmed != null && !trouble.contains(untrimmed)) {
      trouble.add(untrimmed);
    }
    return inserted;
  }

  private @Nullable String copied() {
    JournalStream journal = store.journal();
    onDisk(
        () -> {
          try (JournalFile.Writer out = folder.journalWriter()) {
            if (spec.workload().journal()) {
              for (Write write : journal) {
                out.write(write);
              }
            }
          }
        });
    return journal.trouble();
  }
}
