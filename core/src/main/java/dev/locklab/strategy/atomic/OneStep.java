package dev.locklab.strategy.atomic;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.JournalEntry;
import dev.locklab.account.Micros;
import dev.locklab.account.Outcome;
import dev.locklab.account.Update;
import dev.locklab.account.Write;
import dev.locklab.redis.Link;
import dev.locklab.redis.LuaSource;
import dev.locklab.redis.Script;
import dev.locklab.redis.StoreException;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.List;
import java.util.Map;

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

  /**
   * A step with its journal entry.
   *
   * @param add the file with what adds and leaves the new balance behind
   */
  static Script journaled(String add) {
    return new Script(
        LuaSource.read(
            OneStep.class,
            "step",
            Map.of("add", LuaSource.read(OneStep.class, add), "journal", JournalEntry.LUA)));
  }

  @Override
  public Attempt attempt(Update update) throws InterruptedException {
    bench.think();
    try {
      if (bench.workload().journal()) {
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
      return Attempt.unacknowledged(e, null);
    }
    return new Attempt(Outcome.APPLIED, false, null, null, null);
  }

  @Override
  public void close() {
    link.close();
  }
}
