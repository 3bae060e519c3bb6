package dev.locklab.lab;

import dev.locklab.archive.RunStore;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Journal;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Ending;
import java.util.List;

/** Looks at runs that were made before. */
public final class StoredRun {

  private StoredRun() {}

  /**
   * The evidence of a run as Redis has it now: the balance is read again, and the journal whenever
   * it is iterated.
   *
   * @throws UsageException if there is no such run, or its journal is on disk alone
   * @throws UnavailableException if Redis cannot be reached, also while the journal is iterated
   */
  public static Evidence fromRedis(RedisAddress subject, RedisAddress control, String run) {
    ServerChecks.atOnce().requireFit("--redis", subject);
    try (RunStore store = new RunStore(subject, control, run)) {
      Evidence kept = store.read(run);
      if (kept.spec().workload().streaming() != null) {
        throw new UsageException(
            "the journal of the run '%s' was streamed to its folder, and Redis has the end of it alone: check --journal DIR"
                .formatted(run));
      }
      boolean journaled = kept.spec().workload().journal();
      Ending then = kept.ending();
      RunStore.Account account = store.account(journaled);
      // What could not be read then is read now; what somebody else did shows again, or not.
      Ending now =
          new Ending(
              account.balance(),
              account.version(),
              then.dead(),
              then.stalled(),
              then.stopped(),
              then.cost(),
              then.trouble(),
              then.lastHeard(),
              List.of(),
              account.foreign(),
              then.libraries(),
              then.injection());
      Journal journal = journaled ? store.journal() : Journal.EMPTY;
      return new Evidence(kept.spec(), now, journal, kept.tallies());
    } catch (StoreException e) {
      throw new UnavailableException("no Redis to be had: " + Errors.rootMessage(e));
    }
  }
}
