package dev.locklab.worker;

import dev.locklab.account.AccountKeys;
import dev.locklab.account.Update;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.LuaSource;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Script;
import dev.locklab.redis.StoreException;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SyncPoint;
import dev.locklab.strategy.SyncPoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Has all threads of a run begin each update together: a barrier at the store, before every update.
 *
 * <p>Who comes last pushes a token into everybody's seat, and all of them wait at their seats, the
 * last one too, so that the server answers them in one go. Who is answered first changes from round
 * to round.
 */
final class RoundBarrier implements SyncPoints, AutoCloseable {

  private static final Script ARRIVE = new Script(LuaSource.read(RoundBarrier.class, "arrive"));

  /** How long one BLPOP blocks: a thread that waits in it cannot be told to stop. */
  private static final String BLOCK_SECONDS = "0.25";

  private static final String KEPT_SECONDS = "60";

  private final int first;
  private final List<String> keys = new ArrayList<>();
  private final Link[] links;
  private final long[] rounds;

  RoundBarrier(RedisAddress subject, RunSpec spec, int workerIndex, String clientName) {
    AccountKeys account = new AccountKeys(spec.run());
    keys.add(account.key("rounds"));
    for (int seat = 0; seat < spec.workload().allThreads(); seat++) {
      keys.add(account.key("rounds:" + seat));
    }
    first = workerIndex * spec.workload().threads();
    links = new Link[spec.workload().threads()];
    Arrays.setAll(links, thread -> subject.link(clientName));
    rounds = new long[spec.workload().threads()];
  }

  /**
   * @throws InterruptedException also if the store does not answer: the rounds are over then
   */
  @Override
  public void reach(SyncPoint stage, Update update) throws InterruptedException {
    int thread = update.thread();
    // An update that comes back later is still of the same round.
    if (stage != SyncPoint.BEFORE_ACQUIRE || update.seq() < rounds[thread]) {
      return;
    }
    rounds[thread] = update.seq() + 1;
    String seat = keys.get(1 + first + thread);
    CommandArguments sit = new CommandArguments(Command.BLPOP).add(seat).add(BLOCK_SECONDS);
    try {
      Object told = ARRIVE.callThen(links[thread], keys, List.of(), sit).get(1);
      while (told == null) {
        if (Thread.interrupted()) {
          throw new InterruptedException("told to stop between two rounds");
        }
        told = links[thread].call(sit);
      }
    } catch (StoreException e) {
      throw new InterruptedException("no round could be begun: " + Errors.rootMessage(e));
    }
  }

  @Override
  public void close() {
    for (int thread = 0; thread < links.length; thread++) {
      try (Link link = links[thread]) {
        link.call(Command.DEL, keys.get(1 + first + thread));
        link.call(Command.EXPIRE, keys.get(0), KEPT_SECONDS);
      } catch (StoreException e) {
        // Where the store is gone there is nothing to clear away.
      }
    }
  }
}
