package dev.locklab.strategy.atomic;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.Micros;
import dev.locklab.account.Outcome;
import dev.locklab.account.Reading;
import dev.locklab.account.Update;
import dev.locklab.account.Write;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import dev.locklab.run.SyncPoint;
import dev.locklab.strategy.Attempt;
import dev.locklab.strategy.Updater;
import dev.locklab.strategy.Workbench;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Read, think, and write only if nobody has written since; otherwise once more. A write that was
 * turned away changed nothing, so trying again is no second sending.
 */
abstract class Optimistic implements Updater {

  private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  final Link link;
  final AccountKeys keys;
  final boolean journaled;
  private final Workbench bench;
  private final CommandArguments readCommand;

  Optimistic(Workbench bench) {
    this.bench = bench;
    this.link = bench.subject().link(bench.clientName());
    this.keys = bench.keys();
    this.journaled = bench.workload().journal();
    this.readCommand = new CommandArguments(Command.MGET).add(keys.balance()).add(keys.version());
  }

  /** Where a strategy of this kind can be stopped: there is no lock to take or to give back. */
  static final Set<SyncPoint> STAGES =
      Collections.unmodifiableSet(
          EnumSet.of(
              SyncPoint.BEFORE_ACQUIRE,
              SyncPoint.AFTER_READ,
              SyncPoint.BEFORE_WRITE,
              SyncPoint.AFTER_WRITE,
              SyncPoint.AFTER_RELEASE));

  /** Sends the read, with what must come before it. */
  abstract List<?> read(CommandArguments read);

  /**
   * Writes if nothing has changed since the read.
   *
   * @return whether it did
   * @throws StoreException if that is not known, or the store answered with an error
   */
  abstract boolean write(Write write);

  @Override
  public final Attempt attempt(Update update) throws InterruptedException {
    long backoff = SHORTEST_NANOS;
    while (true) {
      try {
        if (write(update)) {
          return new Attempt(Outcome.APPLIED, false, null, null, null);
        }
      } catch (StoreException e) {
        return Attempt.unacknowledged(e, null);
      } catch (ArithmeticException e) {
        return Attempt.outOfRange(null);
      }
      Workbench.pauseNanos(ThreadLocalRandom.current().nextLong(backoff) + 1);
      backoff = Math.min(2 * backoff, LONGEST_NANOS);
    }
  }

  private boolean write(Update update) throws InterruptedException {
    List<?> both = read(readCommand);
    Reading saw =
        new Reading(Replies.number(both.get(0)), Replies.number(both.get(1)), Micros.now());
    bench.passage().reach(SyncPoint.AFTER_READ, update);
    bench.think();
    bench.passage().reach(SyncPoint.BEFORE_WRITE, update);
    boolean written =
        write(Write.sending(update, saw, Math.addExact(saw.balance(), update.delta()), null, null));
    if (written) {
      bench.passage().reachSurely(SyncPoint.AFTER_WRITE, update);
    }
    return written;
  }

  @Override
  public void close() {
    link.close();
  }
}
