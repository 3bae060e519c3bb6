package dev.locklab.lab;

import dev.locklab.audit.Evidence;
import dev.locklab.audit.Journal;
import dev.locklab.options.UnavailableException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.StoreException;
import dev.locklab.run.Ending;

/** Looks at runs that were made before. */
public final class Checks {

  private Checks() {}

  /**
   * The evidence of a run as Redis has it now: the balance is read again, and the journal whenever
   * it is iterated.
   *
   * @throws dev.locklab.options.UsageException if there is no such run
   * @throws UnavailableException if Redis cannot be reached, also while the journal is iterated
   */
  public static Evidence fromRedis(RedisAddress subject, RedisAddress control, String run) {
    try (RunStore store = new RunStore(subject, control, run)) {
      Evidence kept = store.read(run);
      boolean journaled = kept.spec().journal();
      Ending then = kept.ending();
      Ending now =
          new Ending(
              store.balance(),
              journaled ? store.version() : null,
              then.dead(),
              then.stalled(),
              then.stopped(),
              then.cost(),
              then.trouble());
      Journal journal = journaled ? store.journal() : Journal.EMPTY;
      return new Evidence(kept.spec(), now, journal, kept.tallies());
    } catch (StoreException e) {
      throw new UnavailableException("no Redis to be had: " + Errors.rootMessage(e));
    }
  }
}
