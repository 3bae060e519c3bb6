package dev.locklab.strategy.plain;

import com.google.auto.service.AutoService;
import dev.locklab.account.Account;
import dev.locklab.account.CriticalSection;
import dev.locklab.redis.Link;
import dev.locklab.redis.Script;
import dev.locklab.run.Promise;
import dev.locklab.strategy.LockStrategy;
import dev.locklab.strategy.Strategy;
import dev.locklab.strategy.Workbench;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * A list with one token in it: {@code BLPOP} takes it, {@code RPUSH} gives it back, and Redis
 * serves those who wait in the order in which they came.
 *
 * <p>There is no lease. A token whose holder dies, or whose grant is lost with a connection, is
 * gone, and everybody waits for ever; that is why this is no lock for production. Two keys stay for
 * a day after the run: the token, and the mark that it was minted.
 */
@AutoService(Strategy.class)
public final class BlPop extends LockStrategy {

  @Override
  public String name() {
    return "blpop";
  }

  @Override
  public Promise promise() {
    return Promise.WHILE_LEASE_HELD;
  }

  @Override
  public String summary() {
    return "a token in a list: BLPOP takes it, RPUSH gives it back; a crash takes it to the grave";
  }

  @Override
  public String reference() {
    return "redis.io: BLPOP; the token-in-a-list semaphore";
  }

  @Override
  public String roundTrips() {
    return "2 lock + 2 account";
  }

  private static final byte[] KEPT_MILLIS =
      Long.toString(TimeUnit.DAYS.toMillis(1)).getBytes(StandardCharsets.US_ASCII);

  private static final Script MINT =
      new Script(
          """
          if redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[1]) then
            redis.call('RPUSH', KEYS[1], 'token')
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
          end
          """);

  private static final Script GIVE_BACK =
      new Script(
          """
          redis.call('RPUSH', KEYS[1], 'token')
          redis.call('PEXPIRE', KEYS[1], ARGV[1])
          """);

  /** How long one BLPOP blocks: a thread that waits in it cannot be told to stop. */
  private static final long BLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  @Override
  public boolean canStayTaken() {
    return true;
  }

  @Override
  public Set<Setting> honours() {
    return Set.of(Setting.WAIT, Setting.ON_BUSY);
  }

  @Override
  protected Entrance entrance(Workbench bench, Account account) {
    Link link = bench.subject().link(bench.clientName());
    String list = bench.keys().key(name());
    MINT.call(link, List.of(list, list + ":minted"), List.of(KEPT_MILLIS));
    long patience = givesUp(bench.spec()) ? bench.workload().waitFor().toNanos() : Long.MAX_VALUE;
    return new Entrance() {
      @Override
      public @Nullable CriticalSection enter() throws InterruptedException {
        return taken(link, list, patience)
            ? account.enter(() -> GIVE_BACK.call(link, List.of(list), List.of(KEPT_MILLIS)))
            : null;
      }

      @Override
      public void close() {
        link.close();
      }
    };
  }

  private static boolean taken(Link link, String list, long patience) throws InterruptedException {
    long asked = System.nanoTime();
    for (long left = patience; left > 0; left = patience - (System.nanoTime() - asked)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      // A timeout of 0 would be for ever.
      long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(Math.min(left, BLOCK_NANOS)));
      if (link.call(Command.BLPOP, list, String.format(Locale.ROOT, "0.%03d", millis)) != null) {
        return true;
      }
    }
    return patience <= 0 && link.call(Command.LPOP, list) != null;
  }
}
