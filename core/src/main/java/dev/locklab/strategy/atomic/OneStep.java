package dev.locklab.strategy.atomic;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.JournalEntry;
import dev.locklab.account.Micros;
import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.account.Write;
import dev.locklab.redis.Link;
import dev.locklab.redis.Script;
import dev.locklab.redis.StoreException;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.List;

/**
 * An update that is one request. Nothing can be thought between a read and a write that nobody sees
 * apart, so the think time comes before.
 */
final class OneStep implements Updater {

  /** The step where it is not journaled. */
  @FunctionalInterface
  interface Bare {
    void add(Link link, String balance, Update update);
  }

  /**
   * What journals the step, behind a script that has left the new balance, as text, in {@code
   * value}. The entry says which version was there at that moment: the step read it.
   */
  private static final String JOURNALED =
      JournalEntry.LUA
          + """
          local saw = redis.call('GET', KEYS[2]) or '0'
          redis.call('INCR', KEYS[2])
          ARGV[1], ARGV[3] = saw, value
          journal(KEYS[3], ARGV)
          return 1
          """;

  private final Workbench bench;
  private final Link link;
  private final Script journaled;
  private final Bare bare;
  private final List<String> keys;

  OneStep(Workbench bench, Script journaled, Bare bare) {
    this.bench = bench;
    this.link = bench.subject().link(bench.clientName());
    this.journaled = journaled;
    this.bare = bare;
    AccountKeys account = bench.keys();
    this.keys = List.of(account.balance(), account.version(), account.journal());
  }

  /** A step with its journal entry: the delta is {@code ARGV[2]}, the balance {@code KEYS[1]}. */
  static Script journaled(String step) {
    return new Script(step + JOURNALED);
  }

  @Override
  public Attempt attempt(Update update) throws InterruptedException {
    long started = System.nanoTime();
    bench.think();
    try {
      if (bench.spec().journal()) {
        long now = Micros.now();
        Write write =
            new Write(
                0,
                0,
                update.delta(),
                0,
                update.worker(),
                update.thread(),
                update.seq(),
                null,
                null,
                now,
                now);
        journaled.call(link, keys, List.of(JournalEntry.values(write)));
      } else {
        bare.add(link, keys.get(0), update);
      }
    } catch (StoreException e) {
      return Attempt.unacknowledged(e, 0);
    }
    return new Attempt(Outcome.APPLIED, false, 0, System.nanoTime() - started, null);
  }

  @Override
  public void close() {
    link.close();
  }
}
